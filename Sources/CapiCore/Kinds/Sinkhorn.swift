public import NeuralNetworks
public import Torch

/// Spreads tokens over prototypes: from scores to assignments (paper, section 3).
public protocol SinkhornAlgorithm: AnyObject {
  /// - Parameters:
  ///   - scores: of every token for every prototype, without gradient, float32 or bfloat16:
  ///     `[batch, token, prototype]`.
  ///   - temperature: what scores are divided by, in float32.
  ///   - features: the embeddings the scores belong to, `[batch, token, channel]`.
  ///   - score: the same scores for other features, for algorithms that keep earlier ones.
  /// - Returns: assignments in the order of `scores`, float32 `[batch, token, prototype]`; rows sum
  ///   to 1.
  func assignments(
    scores: Tensor, temperature: Double, features: Tensor, score: (Tensor) throws -> Tensor
  ) throws -> Tensor

  /// Tokens of one problem once any queue is full; fewer than prototypes forces soft targets.
  func tokensPerProblem(batch: Int, tokens: Int) -> Int

  /// What a checkpoint needs to go on.
  var state: [Parameter] { get }

  /// Takes over what ``state`` was in a checkpoint.
  ///
  /// - Throws: `StateMismatch` naming what is missing, surplus or misshapen.
  func restore(_ saved: [String: Tensor]) throws
}

extension SinkhornAlgorithm {
  public func restore(_ saved: [String: Tensor]) throws { try state.load(saved) }
}

/// A variant of Sinkhorn-Knopp (paper, Table 1, "Sinkhorn-Knopp").
public protocol SinkhornComponent: Component {
  static func make(_ parameters: Parameters) throws -> any SinkhornAlgorithm

  /// - Parameter mode: by whose kernels it may compute; by default ``make(_:)`` is called without it.
  static func make(
    _ parameters: Parameters, mode: ComputeMode
  ) throws -> any SinkhornAlgorithm
}

extension SinkhornComponent {
  public static func make(
    _ parameters: Parameters, mode: ComputeMode
  ) throws -> any SinkhornAlgorithm { try make(parameters) }
}
