import CTorch

/// Where a tensor's elements live: `cpu`, or `cuda:N`.
public enum Device: Sendable, Hashable, CustomStringConvertible {
  case cpu
  case cuda(Int)

  init(_ value: ctorch_device) {
    self = value.type == Int32(CTORCH_CUDA.rawValue) ? .cuda(Int(value.index)) : .cpu
  }

  var value: ctorch_device {
    switch self {
    case .cpu: ctorch_device(type: Int32(CTORCH_CPU.rawValue), index: -1)
    case .cuda(let index): ctorch_device(type: Int32(CTORCH_CUDA.rawValue), index: Int32(index))
    }
  }

  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }

  /// Waits until everything submitted to the device has run; returns at once on the CPU.
  public func synchronize() throws(TorchError) {
    try check("synchronize") { ctorch_synchronize(value, $0) }
  }
}
