/// Pixel labels gathered by patch: how often each class stands in a patch, and which stands most.
struct PatchLabels {
  private let classes: Int
  private let ignored: Set<Int>
  /// `[image, size, size]` row-major.
  private let labels: [UInt8]
  private let rows: Int
  private let columns: Int
  private let patch: Int
  /// The most frequent label of each patch; −1 where that label is ignored.
  let majority: [Int64]

  /// - Parameters:
  ///   - labels: `[image, size, size]` row-major, size = rows · patch.
  ///   - ignored: labels that are no class to be learnt or scored. Labels of `classes` and above
  ///     are ignored as well.
  init(
    _ labels: [UInt8], rows: Int, columns: Int, patch: Int, classes: Int, ignored: Set<Int>
  ) {
    self.classes = classes
    self.ignored = ignored
    self.labels = labels
    self.rows = rows
    self.columns = columns
    self.patch = patch
    let tokens = labels.count / max(patch * patch, 1)
    var majority = [Int64](repeating: -1, count: tokens)
    var histogram = [Int32](repeating: 0, count: 256)
    for token in 0..<tokens {
      Self.count(labels, token, rows, columns, patch, into: &histogram)
      var best = 0
      for label in 1..<256 where histogram[label] > histogram[best] { best = label }
      if best < classes, !ignored.contains(best) { majority[token] = Int64(best) }
    }
    self.majority = majority
  }

  /// Over the pixels of `tokens`, when each patch is given one class. Counts are made anew, not kept:
  /// there may be as many as patches × classes.
  func confusion(_ predictions: [Int64], of tokens: [Int]) -> Confusion {
    var confusion = Confusion(classes: classes)
    var histogram = [Int32](repeating: 0, count: 256)
    for (token, prediction) in zip(tokens, predictions) {
      Self.count(labels, token, rows, columns, patch, into: &histogram)
      for label in 0..<classes where histogram[label] > 0 && !ignored.contains(label) {
        confusion.add(
          truth: label, prediction: Int(prediction), count: Int64(histogram[label]))
      }
    }
    return confusion
  }

  /// How often each label stands in a patch.
  private static func count(
    _ labels: [UInt8], _ token: Int, _ rows: Int, _ columns: Int, _ patch: Int,
    into histogram: inout [Int32]
  ) {
    for index in histogram.indices { histogram[index] = 0 }
    let (image, place) = token.quotientAndRemainder(dividingBy: rows * columns)
    let (row, column) = place.quotientAndRemainder(dividingBy: columns)
    for y in row * patch..<(row + 1) * patch {
      let line = (image * rows * patch + y) * columns * patch
      for x in column * patch..<(column + 1) * patch { histogram[Int(labels[line + x])] += 1 }
    }
  }
}
