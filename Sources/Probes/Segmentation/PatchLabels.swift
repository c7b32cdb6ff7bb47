/// Pixel labels gathered by patch: how often each class stands in a patch, and which stands most.
struct PatchLabels {
  private let classes: Int
  /// Pixels of each class, `[patch, class]` row-major; ignored labels are not counted.
  private let counts: [Int32]
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
    let (height, width) = (rows * patch, columns * patch)
    let images = labels.count / max(height * width, 1)
    var counts = [Int32](repeating: 0, count: images * rows * columns * classes)
    var majority = [Int64](repeating: -1, count: images * rows * columns)
    var histogram = [Int32](repeating: 0, count: 256)
    for image in 0..<images {
      for row in 0..<rows {
        for column in 0..<columns {
          for index in histogram.indices { histogram[index] = 0 }
          for y in row * patch..<(row + 1) * patch {
            let line = (image * height + y) * width
            for x in column * patch..<(column + 1) * patch { histogram[Int(labels[line + x])] += 1 }
          }
          let token = (image * rows + row) * columns + column
          var best = 0
          for label in 1..<256 where histogram[label] > histogram[best] { best = label }
          if best < classes, !ignored.contains(best) { majority[token] = Int64(best) }
          for label in 0..<classes where !ignored.contains(label) {
            counts[token * classes + label] = histogram[label]
          }
        }
      }
    }
    self.counts = counts
    self.majority = majority
  }

  /// Over the pixels of `tokens`, when each patch is given one class.
  func confusion(_ predictions: [Int64], of tokens: [Int]) -> Confusion {
    var confusion = Confusion(classes: classes)
    for (token, prediction) in zip(tokens, predictions) {
      for label in 0..<classes where counts[token * classes + label] > 0 {
        confusion.add(
          truth: label, prediction: Int(prediction),
          count: Int64(counts[token * classes + label]))
      }
    }
    return confusion
  }
}
