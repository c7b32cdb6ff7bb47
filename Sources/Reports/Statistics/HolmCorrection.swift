/// Holm's step-down correction: with it the chance of even one false discovery in the family is
/// at most the level of the test, whatever the tests have in common.
package enum HolmCorrection {
  /// The corrected p-values, in the order of `values`; nil stays nil and does not count.
  package static func adjusted(_ values: [Double?]) -> [Double?] {
    let known = values.enumerated().compactMap { position, p in p.map { (position, $0) } }
    let ascending = known.sorted { $0.1 < $1.1 }
    var result = [Double?](repeating: nil, count: values.count)
    var largest = 0.0
    for (rank, entry) in ascending.enumerated() {
      largest = max(largest, min(1, Double(ascending.count - rank) * entry.1))
      result[entry.0] = largest
    }
    return result
  }
}
