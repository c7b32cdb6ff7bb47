/// How the values of a dataset lie in the file.
public enum Layout: Sendable, Equatable {
  /// One block, uncompressed.
  case contiguous
  /// One block whose place in the file is set aside at once and never filled; the caller writes the
  /// values at ``Dataset/fileOffset()``.
  case reserved
  /// Blocks of the given shape, byte-shuffled and compressed with gzip at a level from 1 to 9.
  case compressed(chunk: [Int], level: Int = 4)
}
