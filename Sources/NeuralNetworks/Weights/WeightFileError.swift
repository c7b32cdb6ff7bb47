/// A file of weights that cannot be read or written.
public struct WeightFileError: Error, CustomStringConvertible, Sendable, Equatable {
  public let path: String
  /// What is wrong, and what to do where something can be done.
  public let reason: String

  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "\(path): \(reason)" }
}
