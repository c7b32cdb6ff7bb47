/// The seed of one random stream.
public struct NamedSeed: Sendable, Equatable {
  /// Which stream, "run" or "masking" for instance.
  public var name: String
  public var value: Int64

  public init(_ name: String, _ value: Int64) {
    self.name = name
    self.value = value
  }
}
