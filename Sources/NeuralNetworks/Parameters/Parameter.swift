public import Torch

/// A tensor that training changes or a checkpoint keeps, under the reference's state-dict name.
public struct Parameter: Sendable {
  /// What a parameter is, as far as the optimizer treats it differently (paper, Table 6).
  public enum Role: Sendable {
    /// A matrix, a token: full learning rate and weight decay.
    case weight
    /// The weight of a normalisation: a tenth of the weight decay.
    case norm
    /// A bias: no weight decay.
    case bias
    /// The patch embedding's kernel: a fifth of the learning rate.
    case patchEmbeddingWeight
    /// The patch embedding's bias: a fifth of the learning rate, no weight decay.
    case patchEmbeddingBias
    /// RoPE's frequencies: part of the state, learning rate 0.
    case frequency
  }

  public let name: String
  public let tensor: Tensor
  public let role: Role
  /// Its copy in bfloat16, where one is kept.
  public let half: HalfCopy?

  public init(_ name: String, _ tensor: Tensor, role: Role = .weight, half: HalfCopy? = nil) {
    self.name = name
    self.tensor = tensor
    self.role = role
    self.half = half
  }

  /// The same parameter under a name that begins with `prefix` and a dot; "" adds nothing.
  public func prefixed(_ prefix: String) -> Parameter {
    Parameter(prefix.isEmpty ? name : "\(prefix).\(name)", tensor, role: role, half: half)
  }
}
