/// How the values of a dataset lie in the file.
public enum Layout: Sendable, Equatable {
  /// One block, uncompressed.
  case contiguous
  /// Blocks of the given shape, byte-shuffled and compressed with gzip at a level from 1 to 9.
  case compressed(chunk: [Int], level: Int = 4)
}
