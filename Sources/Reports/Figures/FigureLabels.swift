/// Names of settings as short as a drawing needs them, and still told apart.
package struct FigureLabels {
  /// In the order of the settings.
  package let texts: [String]
  /// Whether one has lost its middle.
  package let isShortened: Bool

  /// - Parameters:
  ///   - labels: names of the settings; a long one loses first the sections of its keys
  ///     ("optimizer.learning_rate=1e-3" is "learning_rate=1e-3"), then its middle.
  ///   - limit: characters of a name at most, apart from a number where two would read alike.
  package init(_ labels: [String], limit: Int) {
    let plain = labels.map { $0.count > limit ? Self.withoutSections($0) : $0 }
    isShortened = plain.contains { $0.count > limit }
    let short = plain.map { $0.count > limit ? Self.withoutMiddle($0, limit) : $0 }
    let counts = Dictionary(grouping: short, by: \.self).mapValues(\.count)
    var used: [String: Int] = [:]
    texts = short.map { text in
      guard counts[text, default: 0] > 1 else { return text }
      used[text, default: 0] += 1
      return "\(text) (\(used[text, default: 0]))"
    }
  }

  private static func withoutSections(_ label: String) -> String {
    label.split(separator: ", ", omittingEmptySubsequences: false).map { part in
      guard let sign = part.firstIndex(of: "="), let dot = part[..<sign].lastIndex(of: ".") else {
        return String(part)
      }
      return String(part[part.index(after: dot)...])
    }.joined(separator: ", ")
  }

  private static func withoutMiddle(_ text: String, _ limit: Int) -> String {
    let kept = max(2, limit - 1)
    return text.prefix((kept + 1) / 2) + "…" + text.suffix(kept / 2)
  }
}
