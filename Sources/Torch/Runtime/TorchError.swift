/// An operation of libtorch that was refused.
///
/// `description` reads `matmul: mat1 and mat2 shapes cannot be multiplied (3x4 and 5x6) (self: float32
/// [3, 4], other: float32 [5, 6])`: the operation, the reason, and every operand with its shape.
public struct TorchError: Error, CustomStringConvertible, Sendable, Equatable {
  /// What was being done, for example `matmul`.
  public let operation: String
  /// libtorch's reason, without a C++ backtrace, followed by the operands.
  public let reason: String
  /// Whether memory ran out, on the host or on the device.
  public let isOutOfMemory: Bool

  public init(operation: String, reason: String, isOutOfMemory: Bool = false) {
    self.operation = operation
    self.reason = reason
    self.isOutOfMemory = isOutOfMemory
  }

  public var description: String { "\(operation): \(reason)" }
}
