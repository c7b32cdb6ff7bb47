import Foundation
import Torch

/// AdamW for many small models at once: every parameter's first axis numbers the models, and each
/// model has a learning rate and a weight decay of its own.
final class SideBySideAdamW {
  /// A parameter of all models, `[model, …]`.
  struct Slot {
    let parameter: Tensor
    /// Whether weight decay applies: weights yes, intercepts and queries no.
    let decays: Bool
  }

  private static let beta1 = 0.9
  private static let beta2 = 0.999
  private static let epsilon = 1e-8

  private let slots: [Slot]
  private let rates: [Double]
  private let decays: [Double]
  private var firstMoments: [Tensor] = []
  private var secondMoments: [Tensor] = []
  private var steps = 0

  init(_ slots: [Slot], rates: [Double], decays: [Double]) throws(TorchError) {
    self.slots = slots
    self.rates = rates
    self.decays = decays
    for slot in slots {
      firstMoments.append(try slot.parameter.detached().zerosLike())
      secondMoments.append(try slot.parameter.detached().zerosLike())
    }
  }

  /// One step with the gradients accumulated so far, which are then dropped.
  ///
  /// - Parameter fraction: of every model's learning rate.
  func step(fraction: Double) throws(TorchError) {
    steps += 1
    let correction1 = 1 - pow(Self.beta1, Double(steps))
    let correction2 = 1 - pow(Self.beta2, Double(steps))
    try noGrad { () throws(TorchError) in
      for (index, slot) in slots.enumerated() {
        guard let gradient = try slot.parameter.gradient else { continue }
        let first = firstMoments[index]
        let second = secondMoments[index]
        try first.copy(from: first * Self.beta1 + gradient * (1 - Self.beta1))
        try second.copy(from: second * Self.beta2 + gradient * gradient * (1 - Self.beta2))
        let scale = try second.sqrt() / correction2.squareRoot() + Self.epsilon
        let shape = [rates.count] + [Int](repeating: 1, count: slot.parameter.rank - 1)
        let size = try Tensor(
          rates.map { Float($0 * fraction / correction1) }, shape: shape,
          device: slot.parameter.device)
        var next = slot.parameter
        if slot.decays {
          let kept = zip(rates, decays).map { Float(1 - $0 * fraction * $1) }
          next = try next * Tensor(kept, shape: shape, device: slot.parameter.device)
        }
        try slot.parameter.copy(from: next - size * first / scale)
        try slot.parameter.clearGradient()
      }
    }
  }
}
