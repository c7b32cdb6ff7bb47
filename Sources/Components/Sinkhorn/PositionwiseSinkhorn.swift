public import CapiCore
public import NeuralNetworks
public import Torch

/// One problem for each place of the grid, over the images at that place (the paper's proposal).
///
/// Every prototype is then used equally at every place, so the cluster says nothing of the place
/// and "positional collapse" cannot pay.
public final class PositionwiseSinkhorn: SinkhornComponent, SinkhornAlgorithm {
  public typealias Parameters = SinkhornParameters

  public static let name = "positionwise"
  public static let summary =
    "One problem per patch position over the batch (proposed in the paper)."

  private let iterations: Int
  private let queue: FeatureQueue
  private let mode: ComputeMode

  init(_ parameters: SinkhornParameters, mode: ComputeMode) {
    self.mode = mode
    iterations = parameters.iterations
    queue = FeatureQueue(capacity: parameters.queue)
  }

  public static func make(_ parameters: SinkhornParameters) throws -> any SinkhornAlgorithm {
    PositionwiseSinkhorn(parameters, mode: ComputeMode())
  }

  public static func make(
    _ parameters: SinkhornParameters, mode: ComputeMode
  ) throws -> any SinkhornAlgorithm {
    PositionwiseSinkhorn(parameters, mode: mode)
  }

  public func assignments(
    scores: Tensor, temperature: Double, features: Tensor, score: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    var problems = try scores.transposed(0, 1)
    if let earlier = try queue.contents() {
      problems = try Tensor.concatenated(
        [problems, score(earlier).transposed(0, 1)], axis: 1)
    }
    let solved = try SinkhornKnopp.solve(
      problems, temperature: temperature, iterations: iterations, mode: mode)
    try queue.append(features)
    return try solved.narrowed(1, from: 0, count: scores.size(0)).transposed(0, 1)
  }

  public func tokensPerProblem(batch: Int, tokens: Int) -> Int {
    batch * (queue.capacity + 1)
  }

  public var state: [Parameter] { queue.state }

  public func restore(_ saved: [String: Tensor]) throws { try queue.restore(saved) }
}
