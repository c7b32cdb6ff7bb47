/// Finds the known name a misspelt one probably means.
package enum NearestName {
  /// The closest of `names`, or nil when none is close: at most a third of the letters differ, one
  /// name contains the other, or the words of `name` stand in it in their order. Case does not
  /// count.
  package static func of(_ name: String, among names: [String]) -> String? {
    let candidates = names.map {
      (name: $0, distance: distance(name.lowercased(), $0.lowercased()))
    }
    let nearest = candidates.min { $0.distance < $1.distance }
    if let nearest, nearest.distance <= max(1, max(name.count, nearest.name.count) / 3) {
      return nearest.name
    }
    guard name.count >= 3 else { return nil }
    let wanted = name.lowercased()
    let containing = names.first {
      let known = $0.lowercased()
      return known.contains(wanted) || wanted.contains(known)
    }
    return containing ?? names.first { hasWords(of: wanted, $0.lowercased()) }
  }

  /// Whether the words of one name, "knn.teacher.miou", stand in another in their order:
  /// "knn-segmentation.teacher.miou".
  private static func hasWords(of name: String, _ other: String) -> Bool {
    func words(_ text: String) -> [Substring] {
      text.split { !$0.isLetter && !$0.isNumber }
    }
    var rest = words(other)[...]
    for word in words(name) {
      guard let place = rest.firstIndex(of: word) else { return false }
      rest = rest[(place + 1)...]
    }
    return true
  }

  /// Edit distance: insertions, deletions, replacements and swaps of neighbours count one each.
  private static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        current[j] = min(replaced, previous[j] + 1, current[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], beforePrevious[j - 2] + 1)
        }
      }
      beforePrevious = previous
      previous = current
    }
    return previous[b.count]
  }
}
