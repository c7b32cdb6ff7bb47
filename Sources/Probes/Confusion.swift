/// Counts of true class × predicted class, and the scores that follow from them.
struct Confusion {
  let classes: Int
  /// Row-major, rows: true class.
  private var counts: [Int64]

  init(classes: Int) {
    self.classes = classes
    counts = Array(repeating: 0, count: classes * classes)
  }

  mutating func add(truth: Int, prediction: Int, count: Int64 = 1) {
    counts[truth * classes + prediction] += count
  }

  var rows: [[Int64]] {
    (0..<classes).map { Array(counts[$0 * classes..<($0 + 1) * classes]) }
  }

  /// Share of correct predictions, 0 … 1; NaN without any.
  var accuracy: Double {
    let correct = (0..<classes).reduce(0) { $0 + counts[$1 * classes + $1] }
    return Double(correct) / Double(counts.reduce(0, +))
  }

  /// Intersection over union of each class, 0 … 1; `nil` for classes that the truth never has.
  var intersectionOverUnion: [Double?] {
    (0..<classes).map { label in
      let truth = (0..<classes).reduce(Int64(0)) { $0 + counts[label * classes + $1] }
      guard truth > 0 else { return nil }
      let predicted = (0..<classes).reduce(Int64(0)) { $0 + counts[$1 * classes + label] }
      let both = counts[label * classes + label]
      return Double(both) / Double(truth + predicted - both)
    }
  }

  /// Mean over the classes that the truth has; NaN without any.
  var meanIntersectionOverUnion: Double {
    let present = intersectionOverUnion.compactMap { $0 }
    return present.reduce(0, +) / Double(present.count)
  }
}
