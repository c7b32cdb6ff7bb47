/// Images that are reached by their number.
///
/// An implementation owes its callers three things: ``sample(_:at:)`` is a pure function of the
/// split and the index (called twice, in any order and from any thread, it gives the same sample);
/// it may be called from many threads at once; and it throws, with the name of the file, rather
/// than return a picture that is not the one asked for.
public protocol ImageDataset: Sendable {
  /// The data set's classes, conventions and fingerprint.
  var info: DatasetInfo { get }

  /// How many samples the split has.
  func count(_ split: Split) -> Int

  /// The sample of a number in `0 ..< count(split)`.
  ///
  /// - Throws: ``ImagingError`` when the image cannot be had.
  func sample(_ split: Split, at index: Int) throws -> Sample

  /// The same sample for training on its image alone: JPEGs may be decoded with less detail, and
  /// where they are (`decoding` is not `full`), pixel labels are not read.
  ///
  /// - Throws: ``ImagingError`` when the image cannot be had.
  func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample

  /// The files that samples come from; `nil` where there are none.
  var files: DatasetFiles? { get }

  /// How the samples of a split lie in shards, for data sets that are best read in stretches; `nil`
  /// where any order is as good.
  func shardedOrder(_ split: Split) -> ShardedOrder?

  /// Files that were found broken so far and replaced (under `on_error: skip`), sorted.
  var skippedFiles: [String] { get }
}

extension ImageDataset {
  /// The whole sample, unless a data set can do with less.
  public func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample {
    try sample(split, at: index)
  }

  /// No files, unless a data set names them.
  public var files: DatasetFiles? { nil }

  /// No file is skipped unless a data set says so.
  public var skippedFiles: [String] { [] }

  /// Any order, unless a data set says otherwise.
  public func shardedOrder(_ split: Split) -> ShardedOrder? { nil }
}
