import CapiCore
import Imaging
import NeuralNetworks
import Probes
import Store

/// Asks the probes of an experiment about one subject, one after another.
///
/// Probes that follow each other and look at the same images share their features.
final class ProbeQuestions {
  private let runner: ProbeRunner
  private let subject: ProbeSubject
  private let backbone: Backbone?
  private let counterpart: Backbone?
  private let step: Int64
  private var held: (images: ProbeImages, train: ProbeData, test: ProbeData)?

  init(
    runner: ProbeRunner, subject: ProbeSubject, backbone: Backbone?, counterpart: Backbone?,
    step: Int64
  ) {
    self.runner = runner
    self.subject = subject
    self.backbone = backbone
    self.counterpart = counterpart
    self.step = step
  }

  /// - Parameter index: of the probe in the experiment.
  /// - Returns: what it found, and what makes that doubtful.
  func ask(_ index: Int) throws -> (result: ProbeResult, warnings: [String]) {
    let (selection, probe) = runner.probes[index]
    let data = try data(probe.images)
    let other: ProbeData? =
      if probe.comparesNetworks, let counterpart {
        try runner.source.data(counterpart, split: .test, images: probe.images)
      } else {
        nil
      }
    let outcome = try probe.evaluate(
      ProbeInput(
        train: data.train, test: data.test, info: runner.source.dataset.info,
        gridRows: runner.shapes.gridRows, gridColumns: runner.shapes.gridColumns,
        patch: runner.shapes.patch, seed: runner.seed, counterpart: other))
    return (
      Self.result(selection.name, subject, step: step, outcome),
      outcome.warnings.map { "\(selection.name) of \(subject.rawValue): \($0)" }
    )
  }

  private func data(_ images: ProbeImages) throws -> (train: ProbeData, test: ProbeData) {
    if let held, held.images == images { return (held.train, held.test) }
    // Before the next are made: two sets of features may not fit.
    held = nil
    let train = try runner.source.data(backbone, split: .train, images: images)
    let test = try runner.source.data(backbone, split: .test, images: images)
    held = (images, train, test)
    return (train, test)
  }

  private static func result(
    _ name: String, _ subject: ProbeSubject, step: Int64, _ outcome: ProbeOutcome
  ) -> ProbeResult {
    let settings = outcome.grid.first?.setting.keys.sorted() ?? []
    return ProbeResult(
      name: name, subject: subject.rawValue, step: step,
      scores: outcome.scores.map { score in
        ProbeScore(
          name: score.metric.name, value: score.value, unit: score.metric.unit,
          direction: .init(rawValue: score.metric.direction.rawValue) ?? .none)
      },
      grid: HyperparameterGrid(
        columns: settings.map { key in
          .init(name: key, values: outcome.grid.map { $0.setting[key] ?? "" })
        },
        validationScores: outcome.grid.map(\.validation)),
      chosen: outcome.chosen.sorted { $0.key < $1.key }.map { TextEntry($0.key, $0.value) },
      confusion: outcome.confusion.isEmpty ? nil : outcome.confusion,
      classNames: outcome.classNames,
      ignoredLabels: outcome.ignoredLabels.map(Int64.init))
  }
}
