/// What can go wrong with images; every text says what, where, and what to do.
public enum ImagingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file cannot be opened or read.
  case unreadable(path: String, reason: String)
  /// The file was read, but is not a whole image.
  case damaged(path: String, reason: String)
  /// The file is whole, but of a kind that is not supported.
  case unsupported(path: String, reason: String)
  /// The folders are not laid out as the data set needs them.
  case layout(path: String, reason: String)
  /// An image and its annotation do not fit together.
  case annotation(path: String, reason: String)
  /// A parameter is out of its range.
  case parameter(name: String, reason: String)
  /// The index is outside the split.
  case index(Int, split: Split, count: Int)
  /// Every file of the split is broken, so nothing can stand in.
  case nothingLeft(split: Split, count: Int)
  /// The loader was cancelled while a batch was awaited.
  case cancelled

  /// One sentence for a person.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .damaged(let path, let reason):
      "\(path): broken image: \(reason); repair or remove it, or set on_error: skip"
    case .unsupported(let path, let reason): "\(path): \(reason)"
    case .layout(let path, let reason): "\(path): \(reason)"
    case .annotation(let path, let reason): "\(path): \(reason)"
    case .parameter(let name, let reason): "\(name): \(reason)"
    case .index(let index, let split, let count):
      "sample \(index) does not exist: the \(split.rawValue) split has \(count) samples"
    case .nothingLeft(let split, let count):
      "none of the \(count) images of the \(split.rawValue) split can be read"
    case .cancelled: "the loader was cancelled"
    }
  }
}
