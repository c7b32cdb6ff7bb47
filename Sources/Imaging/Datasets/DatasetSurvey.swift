/// What a split of a data set holds, counted.
public struct DatasetSurvey: Sendable, Equatable {
  /// Smallest, middle and largest of a number.
  public struct Spread: Sendable, Equatable {
    public let minimum, median, maximum: Int

    init(_ values: [Int]) {
      let sorted = values.sorted()
      minimum = sorted.first ?? 0
      median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
      maximum = sorted.last ?? 0
    }
  }

  /// Samples of the split, and how many were looked at.
  public let count: Int
  public let examined: Int
  public let width: Spread
  public let height: Spread
  /// Images of each class among those examined; empty without classes.
  public let imagesOfClass: [Int]
  /// Pixels of each label 0 … 255 among those examined; empty without pixel labels.
  public let pixelsOfLabel: [Int]

  /// Looks at samples spread evenly over the split.
  ///
  /// - Parameter limit: samples to look at, at most; `nil` for all.
  /// - Throws: ``ImagingError`` naming the first file that cannot be used.
  public init(_ dataset: any ImageDataset, _ split: Split, limit: Int?) throws {
    count = dataset.count(split)
    examined = min(limit ?? count, count)
    var widths: [Int] = []
    var heights: [Int] = []
    var classes = [Int](repeating: 0, count: dataset.info.classNames.count)
    var labels = [Int](repeating: 0, count: dataset.info.hasPixelLabels ? 256 : 0)
    for index in 0..<examined {
      let sample = try dataset.sample(split, at: index * count / examined)
      widths.append(sample.image.width)
      heights.append(sample.image.height)
      if let label = sample.label { classes[label] += 1 }
      if let map = sample.labelMap {
        for label in map.labels { labels[Int(label)] += 1 }
      }
    }
    width = Spread(widths)
    height = Spread(heights)
    imagesOfClass = classes
    pixelsOfLabel = labels
  }
}
