public import CapiCore
public import NeuralNetworks
public import Torch

/// One problem over all tokens, three iterations: enough for tests of losses that need assignments.
public final class BalancingSinkhorn: SinkhornAlgorithm {
  public init() {}

  public func assignments(
    scores: Tensor, temperature: Double, features: Tensor, score: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let shape = scores.shape
    let flat = try scores.to(.float32).flattened(0, 1) / temperature
    var matrix = try (flat - flat.max([0], keep: true)).exp()
    for _ in 0..<3 {
      matrix = try matrix / (matrix.sum([0], keep: true) + 1e-8)
      matrix = try matrix / (matrix.sum([1], keep: true) + 1e-8)
    }
    return try matrix.reshaped(shape)
  }

  public func tokensPerProblem(batch: Int, tokens: Int) -> Int { batch * tokens }
  public var state: [Parameter] { [] }
}
