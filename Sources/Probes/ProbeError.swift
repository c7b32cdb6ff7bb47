/// A probe that cannot be carried out on the data it got.
public struct ProbeError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  init(_ description: String) { self.description = description }
}
