internal import CHDF5

/// A number that datasets and attributes can hold.
///
/// The conforming types are `Float`, `Double`, `Int64`, `Int32`, `UInt8` and `Half`; adding others
/// outside this module has no use.
public protocol Element: BitwiseCopyable, Sendable {
  static var elementType: ElementType { get }
  static var zero: Self { get }
}

extension Float: Element {
  public static var elementType: ElementType { .float32 }
}

extension Double: Element {
  public static var elementType: ElementType { .float64 }
}

extension Int64: Element {
  public static var elementType: ElementType { .int64 }
}

extension Int32: Element {
  public static var elementType: ElementType { .int32 }
}

extension UInt8: Element {
  public static var elementType: ElementType { .uint8 }
}

/// The bits of an IEEE 754 half-precision number.
public struct Half: Element, Equatable {
  public var bits: UInt16

  public init(bits: UInt16) {
    self.bits = bits
  }

  public static var elementType: ElementType { .float16 }
  public static var zero: Half { Half(bits: 0) }
}
