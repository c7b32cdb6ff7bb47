public import Torch

/// teacher ← momentum · teacher + (1 − momentum) · student, over every parameter in one call.
public struct ExponentialMovingAverage {
  private let averages: [Parameter]
  private let sources: [Tensor]
  private let mode: ComputeMode

  /// - Parameter mode: by whose kernels it computes.
  /// - Precondition: both modules have the same architecture, so parameters stand in one order.
  public init(of source: some Module, into average: some Module, mode: ComputeMode = ComputeMode())
  {
    let pairs = zip(average.parameters, source.parameters).filter { $0.0.role != .frequency }
    precondition(pairs.allSatisfy { $0.0.name == $0.1.name }, "different architectures")
    averages = pairs.map(\.0)
    self.mode = mode
    sources = pairs.map(\.1.tensor)
  }

  public func update(momentum: Double) throws(TorchError) {
    try noGrad { () throws(TorchError) in
      let tensors = averages.map(\.tensor)
      guard mode.updates(tensors + sources) else {
        return try Foreach.lerp(tensors, toward: sources, weight: 1 - momentum)
      }
      try HalfCopy.updating(averages.map(\.half)) { (halves) throws(TorchError) in
        try Kernels.lerp(tensors, toward: sources, weight: 1 - momentum, halves: halves)
      }
    }
  }
}
