import CapiCore
import Imaging
import NeuralNetworks
import Probes
import Store

/// Asks every probe of an experiment about every subject.
struct ProbeRunner {
  let probes: [(selection: ComponentSelection, probe: any Probe)]
  let source: FeatureSource
  let shapes: ExperimentShapes
  let seed: UInt64

  /// - Parameters:
  ///   - counterpart: the other network, for probes that compare two.
  ///   - step: the last training step; −1 before any.
  /// - Returns: what the probes found, and what makes it doubtful.
  func results(
    _ subject: ProbeSubject, _ backbone: Backbone?, counterpart: Backbone? = nil, step: Int64
  ) throws -> (results: [ProbeResult], warnings: [String]) {
    var outcomes: [(name: String, outcome: ProbeOutcome)] = []
    // Probes that look at the same images share their features.
    var held: (images: ProbeImages, train: ProbeData, test: ProbeData)?
    for (selection, probe) in probes {
      let data: (images: ProbeImages, train: ProbeData, test: ProbeData)
      if let held, held.images == probe.images {
        data = held
      } else {
        held = nil
        data = (
          probe.images,
          try source.data(backbone, split: .train, images: probe.images),
          try source.data(backbone, split: .test, images: probe.images)
        )
        held = data
      }
      let other =
        try probe.comparesNetworks
        ? counterpart.map { try source.data($0, split: .test, images: probe.images) } : nil
      let input = ProbeInput(
        train: data.train, test: data.test, info: source.dataset.info,
        gridRows: shapes.gridRows, gridColumns: shapes.gridColumns, patch: shapes.patch,
        seed: seed, counterpart: other)
      outcomes.append((selection.name, try probe.evaluate(input)))
    }
    let warnings =
      outcomes.flatMap { entry in
        entry.outcome.warnings.map { "\(entry.name) of \(subject.rawValue): \($0)" }
      } + ProbeComparison.warnings(outcomes).map { "\(subject.rawValue): \($0)" }
    return (
      outcomes.map { Self.result($0.name, subject, step: step, $0.outcome) }, warnings
    )
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
