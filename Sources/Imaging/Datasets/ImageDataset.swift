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

  /// How the samples of a split lie in shards, for data sets that are best read in stretches; `nil`
  /// where any order is as good.
  func shardedOrder(_ split: Split) -> ShardedOrder?

  /// Files that were found broken so far and replaced (under `on_error: skip`), sorted.
  var skippedFiles: [String] { get }
}

extension ImageDataset {
  /// No file is skipped unless a data set says so.
  public var skippedFiles: [String] { [] }

  /// Any order, unless a data set says otherwise.
  public func shardedOrder(_ split: Split) -> ShardedOrder? { nil }
}
