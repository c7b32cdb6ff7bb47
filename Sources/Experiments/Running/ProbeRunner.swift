import CapiCore
import Imaging
import NeuralNetworks
import Store

/// Asks every probe of an experiment about every subject.
struct ProbeRunner {
  let probes: [(selection: ComponentSelection, probe: any Probe)]
  let source: FeatureSource
  let shapes: ExperimentShapes
  let seed: UInt64

  /// Asks one probe.
  ///
  /// - Parameters:
  ///   - index: of the probe in the experiment.
  ///   - backbone: nil for raw pixels.
  ///   - step: the last training step; −1 before any.
  func result(
    _ index: Int, _ subject: ProbeSubject, _ backbone: Backbone?, step: Int64
  ) throws -> ProbeResult {
    let (selection, probe) = probes[index]
    let input = ProbeInput(
      train: try source.data(backbone, split: .train, images: probe.images),
      test: try source.data(backbone, split: .test, images: probe.images),
      info: source.dataset.info, gridRows: shapes.gridRows, gridColumns: shapes.gridColumns,
      patch: shapes.patch, seed: seed)
    return Self.result(selection.name, subject, step: step, try probe.evaluate(input))
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
      confusion: outcome.confusion, classNames: outcome.classNames,
      ignoredLabels: outcome.ignoredLabels.map(Int64.init))
  }
}
