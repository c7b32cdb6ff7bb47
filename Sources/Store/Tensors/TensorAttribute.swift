internal import HDF5

/// A small value beside a group or an array of a tensor file.
public struct TensorAttribute: Sendable, Equatable {
  /// What an attribute can hold.
  public enum Value: Sendable, Equatable {
    case text(String)
    case texts([String])
    case integer(Int64)
    case integers([Int64])
    case number(Double)
    case numbers([Double])

    /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
    public static func == (left: Value, right: Value) -> Bool {
      switch (left, right) {
      case (.text(let left), .text(let right)): left == right
      case (.texts(let left), .texts(let right)): left == right
      case (.integer(let left), .integer(let right)): left == right
      case (.integers(let left), .integers(let right)): left == right
      case (.number(let left), .number(let right)): left.bitPattern == right.bitPattern
      case (.numbers(let left), .numbers(let right)): left.hasSameBits(as: right)
      default: false
      }
    }
  }

  /// Path of the group or array it belongs to; "/" for the file itself.
  public var object: String
  public var name: String
  public var value: Value

  public init(_ name: String, _ value: Value, of object: String = "/") {
    self.object = object
    self.name = name
    self.value = value
  }

  /// The integer, if it is one.
  public var integer: Int64? {
    if case .integer(let value) = value { value } else { nil }
  }

  /// The number, also of an integer.
  public var number: Double? {
    switch value {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  /// The text, if it is one.
  public var text: String? {
    if case .text(let value) = value { value } else { nil }
  }
}
