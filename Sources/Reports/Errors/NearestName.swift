/// Finds the known name a misspelt one probably means.
package enum NearestName {
  /// The closest of `names`, or nil when none is close: at most a third of the letters differ,
  /// or one name contains the other.
  package static func of(_ name: String, among names: [String]) -> String? {
    let candidates = names.map {
      (name: $0, distance: distance(name.lowercased(), $0.lowercased()))
    }
    let nearest = candidates.min { $0.distance < $1.distance }
    if let nearest, nearest.distance <= max(1, max(name.count, nearest.name.count) / 3) {
      return nearest.name
    }
    guard name.count >= 3 else { return nil }
    return names.first { $0.contains(name) || name.contains($0) }
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
