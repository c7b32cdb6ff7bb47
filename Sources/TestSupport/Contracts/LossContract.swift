public import CapiCore
import NeuralNetworks
import Torch

/// What every loss promises.
///
/// ```swift
/// #expect(try LossContract.violations(of: MyLoss.self) == [])
/// ```
public enum LossContract {
  /// Runs a loss on random predictions and targets of several widths and says what is wrong; nothing
  /// is wrong with an empty list.
  ///
  /// The loss is finite and repeats bit by bit; its gradient reaches the predictions and the
  /// student's head, agrees with finite differences, and leaves the teacher's head alone; the
  /// auxiliary loss reaches the teacher's head only; names are unique; a step whose gradients were
  /// not finite changes nothing.
  ///
  /// - Parameter sinkhorn: makes what the loss may ask for assignments.
  public static func violations<C: LossComponent>(
    of type: C.Type, parameters: C.Parameters = .init(),
    sinkhorn: () -> any SinkhornAlgorithm = { BalancingSinkhorn() }
  ) throws -> [String] {
    var violations: [String] = []
    for (prediction, target) in [(16, 16), (16, 12)] {
      func trial() throws -> LossTrial {
        try LossTrial(
          try C.make(
            parameters,
            LossTrial.context(prediction: prediction, target: target, sinkhorn: sinkhorn())),
          prediction: prediction, target: target)
      }
      func report(_ what: String) {
        violations.append("\(C.name), predictions of \(prediction), targets of \(target): \(what)")
      }
      try checkValues(trial, report)
      try checkStudentGradient(trial, report)
      try checkAuxiliary(trial, report)
      try checkStep(trial, report)
    }
    return violations
  }

  private typealias Making = () throws -> LossTrial
  private typealias Report = (String) -> Void

  private static func checkValues(_ make: Making, _ report: Report) throws {
    let trial = try make()
    let output = try trial()
    guard output.student.elementCount == 1, try output.student.detached().item().isFinite else {
      return report("the student's loss is no finite number")
    }
    for metric in output.metrics
    where try metric.value.elementCount != 1 || !metric.value.item().isFinite {
      report("the metric '\(metric.metric.name)' is no finite number")
    }
    if let twice = duplicate(output.metrics.map(\.metric.name)) {
      report("two metrics are named '\(twice)'")
    }
    if let twice = duplicate(trial.parameters.map(\.name)) {
      report("two parameters are named '\(twice)'")
    }
    let again = try make()().student.detached().item()
    if try output.student.detached().item() != again {
      report("a second loss with the same seed gave another value")
    }
  }

  private static func checkStudentGradient(_ make: Making, _ report: Report) throws {
    let trial = try make()
    try trial().student.backward()
    guard let gradient = try trial.predictions.gradient else {
      return report("no gradient reaches the predictions")
    }
    guard try gradient.isFinite().all().item() == 1 else {
      return report("the gradient of the predictions is not finite")
    }
    for parameter in trial.loss.studentHead?.parameters ?? [] where parameter.role != .frequency {
      if try parameter.tensor.gradient == nil {
        report("no gradient reaches '\(parameter.name)' of the student's head")
      }
    }
    for parameter in trial.loss.teacherHead?.parameters ?? []
    where try !LossTrial.isZero(try parameter.tensor.gradient) {
      report("the student's loss trains '\(parameter.name)' of the teacher's head")
    }
    // Central differences in a random direction; every evaluation by a loss without a past.
    let direction = try Tensor.normal(
      gradient.shape, generator: try Generator(seed: 5, purpose: "direction"))
    let width = 1e-2
    let above = try make()(shifted: direction * width).student.detached().item()
    let below = try make()(shifted: direction * -width).student.detached().item()
    let expected = (above - below) / (2 * width)
    let found = try (gradient * direction).sum().item()
    if abs(found - expected) > 1e-3 + 0.03 * abs(expected) {
      report("the gradient along a direction is \(found), finite differences give \(expected)")
    }
  }

  private static func checkAuxiliary(_ make: Making, _ report: Report) throws {
    let trial = try make()
    guard let auxiliary = try trial().auxiliary else { return }
    try auxiliary.backward()
    if try !LossTrial.isZero(try trial.predictions.gradient) {
      report("the auxiliary loss reaches the predictions")
    }
    for parameter in trial.loss.studentHead?.parameters ?? []
    where try !LossTrial.isZero(try parameter.tensor.gradient) {
      report("the auxiliary loss trains '\(parameter.name)' of the student's head")
    }
  }

  private static func checkStep(_ make: Making, _ report: Report) throws {
    let trial = try make()
    let output = try trial()
    try output.student.backward()
    try output.auxiliary?.backward()
    let heads = trial.heads
    let before = try heads.map { try $0.tensor.detached().clone() }
    _ = try trial.loss.step(fraction: 1, foundInfinite: try Tensor.full([], 1))
    for (parameter, old) in zip(heads, before)
    where try largestDifference(parameter.tensor, old) != 0 {
      report("'\(parameter.name)' changed in a step whose gradients were not finite")
    }
    _ = try trial.loss.step(fraction: 1, foundInfinite: try Tensor.full([], 0))
    for parameter in heads where try parameter.tensor.detached().isFinite().all().item() != 1 {
      report("'\(parameter.name)' is not finite after a step")
    }
  }

  private static func duplicate(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }
}
