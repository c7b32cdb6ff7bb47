/// Image labels of one split of the data set, one entry a sample.
public struct LabelSplit: Sendable, Equatable {
  /// Name of the split, "train" for instance.
  public var split: String
  /// Position of the sample in the data set.
  public var indices: [Int64]
  /// Class of the sample, from 0.
  public var labels: [Int64]
  /// Name of that class.
  public var classNames: [String]
  /// What identifies the sample in its source: a relative path, for instance.
  public var sampleIDs: [String]

  public init(
    split: String, indices: [Int64] = [], labels: [Int64] = [], classNames: [String] = [],
    sampleIDs: [String] = []
  ) {
    self.split = split
    self.indices = indices
    self.labels = labels
    self.classNames = classNames
    self.sampleIDs = sampleIDs
  }

  public var count: Int { indices.count }
}
