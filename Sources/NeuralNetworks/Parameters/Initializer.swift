public import Torch

/// Draws initial weights. Each depends on (seed, name) alone, so adding a module changes no other.
public struct Initializer: Sendable {
  public let seed: UInt64
  public let device: Device
  /// How the modules that are made compute.
  public let mode: ComputeMode
  private let prefix: String

  public init(
    seed: UInt64, device: Device = .cpu, mode: ComputeMode = ComputeMode(), prefix: String = ""
  ) {
    self.seed = seed
    self.device = device
    self.mode = mode
    self.prefix = prefix
  }

  /// The initializer of a module inside this one.
  public func scoped(_ path: String) -> Initializer {
    Initializer(
      seed: seed, device: device, mode: mode, prefix: prefix.isEmpty ? path : "\(prefix).\(path)")
  }

  private func generator(_ name: String) throws(TorchError) -> Generator {
    let path = prefix.isEmpty ? name : "\(prefix).\(name)"
    return try Generator(seed: seed, purpose: "init/\(path)")
  }

  /// Uniform on ±√(6 / (in + out)) for a matrix [out, in].
  public func xavierUniform(
    _ name: String, rows: Int, columns: Int
  ) throws(TorchError) -> Tensor {
    let bound = (6 / Double(rows + columns)).squareRoot()
    return try Tensor.uniform(
      [rows, columns], from: -bound, to: bound, generator: try generator(name)
    ).to(device)
  }

  /// Normal with mean 0, cut to ±`limit`.
  public func normal(
    _ name: String, _ shape: [Int], deviation: Double, limit: Double? = nil
  ) throws(TorchError) -> Tensor {
    var values = try Tensor.normal(
      shape, deviation: deviation, generator: try generator(name))
    if let limit { values = try values.clamped(min: -limit).clamped(max: limit) }
    return try values.to(device)
  }

  public func zeros(_ shape: [Int]) throws(TorchError) -> Tensor {
    try Tensor.zeros(shape, device: device)
  }

  public func ones(_ shape: [Int]) throws(TorchError) -> Tensor {
    try Tensor.full(shape, 1, device: device)
  }
}
