import CapiCore
import Components
public import NeuralNetworks
import Torch
import Training

/// Compares this program's numbers with a file of the reference implementation's.
///
/// Shapes and switches come from the file's attributes, so any fixture of the layout can be tried.
public struct ParityCheck: Sendable {
  private let file: String
  private let tolerance: Double
  private let mode: ComputeMode

  public init(file: String, tolerance: Double = 1e-4, mode: ComputeMode = ComputeMode()) {
    self.file = file
    self.tolerance = tolerance
    self.mode = mode
  }

  /// - Throws: when the file cannot be read, lacks something, or does not fit the model.
  public func run() throws -> ParityReport {
    let fixture = try ParityFixture(file)
    var report = ParityReport(tolerance: tolerance)
    try compareSinkhorn(fixture, &report)
    let model = try ParityModel(fixture, mode: mode)
    try compareRegisters(fixture, model, &report)
    try compareRules(fixture, model, &report)
    try model.loadInitial(fixture)
    try compareFrequencies(fixture, model, &report)
    var rounding = RoundingElements()
    for step in 0..<(try fixture.integer("steps")) {
      try compareStep(step, fixture, model, &rounding, &report)
    }
    try compareEvaluation(fixture, model, &report)
    report.notCompared = fixture.unused
    return report
  }

  private func compareSinkhorn(_ fixture: ParityFixture, _ report: inout ParityReport) throws {
    for (input, output, isFlat) in [("in", "out3", false), ("flat_in", "flat_out3", true)]
    where fixture.has("/sinkhorn/\(input)") {
      var scores = try fixture.tensor("/sinkhorn/\(input)")
      if isFlat { scores = try scores.unsqueezed(0) }
      var ours = try SinkhornKnopp.solve(scores, temperature: 1, iterations: 3, mode: mode)
      if isFlat { ours = try ours.squeezed(0) }
      try report.add(
        "sinkhorn", "/sinkhorn/\(output)", ours, try fixture.tensor("/sinkhorn/\(output)"))
    }
  }

  private func compareRegisters(
    _ fixture: ParityFixture, _ model: ParityModel, _ report: inout ParityReport
  ) throws {
    guard model.registers > 0, fixture.has("/register_coordinates") else { return }
    try report.add(
      "register coordinates", "/register_coordinates",
      try RegisterCoordinates.unit(model.registers),
      try fixture.tensor("/register_coordinates"))
  }

  private func compareRules(
    _ fixture: ParityFixture, _ model: ParityModel, _ report: inout ParityReport
  ) throws {
    for parameter in model.studentParameters {
      guard let expected = fixture.numbers(parameter.name, of: "/param_groups") else {
        throw ExperimentError(
          "\(file): /param_groups has no attribute '\(parameter.name)' of two numbers")
      }
      let (scale, decay) = model.rules.treatment(of: parameter.role)
      for (ours, theirs) in zip([model.learningRate * scale, decay], expected) {
        let error = ours == theirs ? 0 : abs(ours - theirs) / max(abs(theirs), 1e-12)
        report.add("parameter groups", parameter.name, error: error)
      }
    }
  }

  private func compareFrequencies(
    _ fixture: ParityFixture, _ model: ParityModel, _ report: inout ParityReport
  ) throws {
    for parameter in model.student.parameters where parameter.role == .frequency {
      // Each attention has its own head width: [2, head width].
      let formula = try RotaryEmbedding(headWidth: parameter.tensor.size(1), device: .cpu)
      try report.add(
        "rope frequencies", parameter.name, formula.frequencies, parameter.tensor)
    }
  }

  /// Whole images through the student as the last step left it.
  private func compareEvaluation(
    _ fixture: ParityFixture, _ model: ParityModel, _ report: inout ParityReport
  ) throws {
    guard fixture.has("/eval/images") else { return }
    let images = try fixture.tensor("/eval/images")
    let tokens = try noGrad { try model.student.encoder(images).tokens }
    try report.add(
      "whole images", "/eval/tokens", tokens, try fixture.tensor("/eval/tokens"))
  }

  private func compareStep(
    _ index: Int, _ fixture: ParityFixture, _ model: ParityModel,
    _ rounding: inout RoundingElements, _ report: inout ParityReport
  ) throws {
    let place = "/step\(index)"
    let masks = PatchMasks(
      visible: try fixture.tensor("\(place)/in/visible_indices"),
      predicted: try fixture.tensor("\(place)/in/predict_indices"))
    let forward = try model.step.forward(
      try fixture.tensor("\(place)/in/images"), masks: masks, step: index)
    var outputs = try forward.loss.intermediates()
    outputs["teacher_patches"] = forward.targets
    outputs["encoder_visible"] = try forward.encoded.patches
    outputs["predictions"] = forward.predictions
    for (name, tensor) in outputs.sorted(by: { $0.key < $1.key })
    where fixture.has("\(place)/out/\(name)") {
      let path = "\(place)/out/\(name)"
      try report.add("forward: \(name)", path, tensor, try fixture.tensor(path))
    }
    var losses = ["capi_loss": forward.loss.student]
    losses["clustering_loss"] = forward.loss.auxiliary
    losses["target_entropy"] =
      forward.loss.metrics.first { $0.metric.name == "target_entropy" }?.value
    for (name, tensor) in losses.sorted(by: { $0.key < $1.key })
    where name == "capi_loss" || fixture.states(name, of: place) {
      let expected = try fixture.number(name, of: place)
      report.add(
        "losses", "\(place)@\(name)",
        error: abs(try tensor.detached().item() - expected) / max(abs(expected), 1e-12))
    }
    try model.step.backward(forward)
    for (prefix, module) in model.modules {
      for parameter in module.parameters {
        let path = "\(place)/grad/\(prefix)/\(parameter.name)"
        guard fixture.has(path) else { continue }
        if parameter.role == .frequency, mode.kernels == .fused {
          fixture.leaveOut(path)
          report.hasFrequencyGradients = true
          continue
        }
        guard let gradient = try parameter.tensor.gradient else {
          throw ExperimentError("\(path): this program computed no gradient")
        }
        let reference = try fixture.tensor(path)
        try report.add("gradients", path, gradient, reference)
        try rounding.note(reference, of: "\(prefix)/\(parameter.name)")
      }
    }
    _ = try model.step.update(step: index)
    try model.clearGradients()
    for (prefix, module) in model.modules {
      for parameter in module.parameters {
        // The teacher follows the student's elements.
        let name = "\(prefix)/\(parameter.name)".replacing(
          "teacher/backbone", with: "student/backbone")
        let path = "\(place)/after/\(prefix)/\(parameter.name)"
        guard fixture.has(path) else { continue }
        let reference = try fixture.tensor(path)
        try report.add(
          "parameters after the step", path, parameter.tensor, reference,
          leavingOut: rounding.elements[name] ?? [])
        // Where a gradient is small beside its tensor's, AdamW's division magnifies rounding. The next step is
        // compared from the reference's parameters, so that it says what it computes itself.
        try noGrad { try parameter.tensor.copy(from: reference) }
      }
    }
    for parameter in model.step.loss.state {
      let path = "\(place)/after/loss/\(parameter.name)"
      guard fixture.has(path) else { continue }
      try report.add(
        "parameters after the step", path, parameter.tensor, try fixture.tensor(path))
    }
  }
}
