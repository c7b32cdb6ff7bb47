/// The name that a misspelt one most likely meant.
public enum NameSuggestion {
  /// The known name nearest to `name`, or nil if none is near.
  ///
  /// Near means at most a third of the longer name's letters changed, added, dropped or swapped
  /// with a neighbour, and at least one edit is always allowed. Case and `-`/`_` count for nothing.
  public static func nearest(to name: String, among known: [String]) -> String? {
    let wanted = fold(name)
    var best: (name: String, distance: Int)?
    for candidate in known {
      let folded = fold(candidate)
      let distance = distance(wanted, folded)
      guard distance <= max(1, max(wanted.count, folded.count) / 3) else { continue }
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// "; did you mean 'ratio'? known: ratio, roll", or without the question if nothing is near.
  public static func hint(for name: String, among known: [String]) -> String {
    let question = nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ";"
    return known.isEmpty ? "; none is known" : "\(question) known: \(known.joined(separator: ", "))"
  }

  private static func fold(_ name: String) -> [Character] {
    name.lowercased().map { $0 == "_" ? "-" : $0 }
  }

  /// The optimal string alignment distance. Names beyond 64 letters are never near.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    guard a.count <= 64, b.count <= 64 else { return .max }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
