public import CapiCore
public import NeuralNetworks
public import Torch

/// One problem over all tokens of the batch (paper, Table 1: "standard").
public final class StandardSinkhorn: SinkhornComponent, SinkhornAlgorithm {
  public typealias Parameters = SinkhornParameters

  public static let name = "standard"
  public static let summary = "One problem over all tokens of the batch, whatever their position."

  private let iterations: Int
  private let queue: FeatureQueue
  private let mode: ComputeMode

  init(_ parameters: SinkhornParameters, mode: ComputeMode) {
    self.mode = mode
    iterations = parameters.iterations
    queue = FeatureQueue(capacity: parameters.queue)
  }

  public static func make(_ parameters: SinkhornParameters) throws -> any SinkhornAlgorithm {
    StandardSinkhorn(parameters, mode: ComputeMode())
  }

  public static func make(
    _ parameters: SinkhornParameters, mode: ComputeMode
  ) throws -> any SinkhornAlgorithm {
    StandardSinkhorn(parameters, mode: mode)
  }

  public func assignments(
    scores: Tensor, temperature: Double, features: Tensor, score: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let shape = scores.shape
    // [image, token] flattens image-major and comes back the same way: a transposed result would
    // have the right shape and train on garbage.
    var problem = try scores.flattened(0, 1)
    if let earlier = try queue.contents() {
      problem = try Tensor.concatenated([problem, score(earlier).flattened(0, 1)], axis: 0)
    }
    let solved = try SinkhornKnopp.solve(
      problem.unsqueezed(0), temperature: temperature, iterations: iterations, mode: mode
    ).squeezed(0)
    try queue.append(features)
    return try solved.narrowed(0, from: 0, count: shape[0] * shape[1]).reshaped(shape)
  }

  public func tokensPerProblem(batch: Int, tokens: Int) -> Int {
    batch * tokens * (queue.capacity + 1)
  }

  public var state: [Parameter] { queue.state }

  public func restore(_ saved: [String: Tensor]) throws { try queue.restore(saved) }
}
