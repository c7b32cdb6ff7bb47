public import Torch

/// teacher ← momentum · teacher + (1 − momentum) · student, over every parameter in one call.
public struct ExponentialMovingAverage {
  private let averages: [Tensor]
  private let sources: [Tensor]

  /// - Precondition: both modules have the same architecture, so parameters stand in one order.
  public init(of source: some Module, into average: some Module) {
    let pairs = zip(average.parameters, source.parameters).filter { $0.0.role != .frequency }
    precondition(pairs.allSatisfy { $0.0.name == $0.1.name }, "different architectures")
    averages = pairs.map(\.0.tensor)
    sources = pairs.map(\.1.tensor)
  }

  public func update(momentum: Double) throws(TorchError) {
    try noGrad { () throws(TorchError) in
      try Foreach.lerp(averages, toward: sources, weight: 1 - momentum)
    }
  }
}
