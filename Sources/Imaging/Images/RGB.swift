/// One colour of 8 bits a channel.
public struct RGB: Sendable, Hashable {
  /// The channels, 0 … 255.
  public let red, green, blue: UInt8

  /// A colour of three channels, 0 … 255.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}
