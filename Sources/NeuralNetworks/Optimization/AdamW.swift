public import Torch

/// AdamW with decoupled weight decay over groups of parameters, in one sweep over each group.
public final class AdamW {
  /// Keeps the step finite where the second moment is 0.
  public static let epsilon = 1e-8

  private struct Group {
    let rateScale: Double
    let weightDecay: Double
    var parameters: [Parameter] = []
    var firstMoments: [Tensor] = []
    var secondMoments: [Tensor] = []
    var steps: [Tensor] = []
  }

  private let beta1: Double
  private let beta2: Double
  private let epsilon: Double
  private let mode: ComputeMode
  private var groups: [Group] = []

  /// Parameters whose rate would be zero (frequencies) are left out.
  public init(
    _ parameters: [Parameter], rules: ParameterRules, beta1: Double, beta2: Double,
    epsilon: Double = AdamW.epsilon, mode: ComputeMode = ComputeMode()
  ) throws(TorchError) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.mode = mode
    for parameter in parameters {
      let (scale, decay) = rules.treatment(of: parameter.role)
      guard scale > 0 else { continue }
      let index =
        groups.firstIndex { $0.rateScale == scale && $0.weightDecay == decay } ?? groups.endIndex
      if index == groups.endIndex { groups.append(Group(rateScale: scale, weightDecay: decay)) }
      groups[index].parameters.append(parameter)
      groups[index].firstMoments.append(try parameter.tensor.zerosLike())
      groups[index].secondMoments.append(try parameter.tensor.zerosLike())
      groups[index].steps.append(try Tensor.zeros([], device: parameter.tensor.device))
    }
  }

  /// Learning-rate factor and weight decay of every parameter, by name.
  public var treatments: [String: (rateScale: Double, weightDecay: Double)] {
    var result: [String: (rateScale: Double, weightDecay: Double)] = [:]
    for group in groups {
      for parameter in group.parameters {
        result[parameter.name] = (group.rateScale, group.weightDecay)
      }
    }
    return result
  }

  /// Everything a checkpoint needs to go on: moments and step counts under the parameters' names.
  public var state: [Parameter] {
    groups.flatMap { group in
      group.parameters.indices.flatMap { index in
        let name = group.parameters[index].name
        return [
          Parameter("\(name)/exp_avg", group.firstMoments[index]),
          Parameter("\(name)/exp_avg_sq", group.secondMoments[index]),
          Parameter("\(name)/step", group.steps[index]),
        ]
      }
    }
  }

  /// One step with the gradients accumulated so far, which are then dropped.
  ///
  /// - Parameter foundInfinite: where this tensor of no axes is 1, no parameter changes.
  public func step(learningRate: Double, foundInfinite: Tensor? = nil) throws(TorchError) {
    for group in groups {
      var present: [Int] = []
      var gradients: [Tensor] = []
      for (index, parameter) in group.parameters.enumerated() {
        guard let gradient = try parameter.tensor.gradient else { continue }
        present.append(index)
        gradients.append(gradient)
      }
      guard !present.isEmpty else { continue }
      let steps = present.map { group.steps[$0] }
      try noGrad { () throws(TorchError) in
        try Foreach.add(1, to: steps)
        let chosen = present.map { group.parameters[$0] }
        let update = AdamWUpdate(
          parameters: chosen.map(\.tensor), gradients: gradients,
          firstMoments: present.map { group.firstMoments[$0] },
          secondMoments: present.map { group.secondMoments[$0] }, steps: steps,
          learningRate: learningRate * group.rateScale, beta1: beta1, beta2: beta2,
          weightDecay: group.weightDecay, epsilon: epsilon, foundInfinite: foundInfinite)
        guard mode.updates(update.parameters + update.firstMoments + update.secondMoments),
          gradients.allSatisfy({ mode.usesKernels(for: $0) && $0.dtype == .float32 })
        else {
          return try Foreach.adamW(update)
        }
        try HalfCopy.updating(chosen.map(\.half)) { (halves) throws(TorchError) in
          try Kernels.adamW(update, halves: halves)
        }
      }
    }
    try clearGradients()
  }

  public func clearGradients() throws(TorchError) {
    for group in groups {
      for parameter in group.parameters { try parameter.tensor.clearGradient() }
    }
  }

  /// The gradients accumulated so far.
  public var gradients: [Tensor] {
    get throws(TorchError) {
      var result: [Tensor] = []
      for group in groups {
        for parameter in group.parameters {
          if let gradient = try parameter.tensor.gradient { result.append(gradient) }
        }
      }
      return result
    }
  }
}
