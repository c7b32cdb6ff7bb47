import CapiCore
import Components
import Experiments
import Foundation
import Store

/// Runs of a training that takes a second, in this process, which stop after the step that a test says.
final class TinyRuns {
  static let experiment = """
    dataset: {name: scenes, train: 24, test: 8}
    images: {size: 32}
    model: {width: 16, depth: 1, heads: 2, registers: 4}
    predictor: {name: cross-attention, depth: 1}
    loss: {name: capi, prototypes: 16}
    masking: {name: random}
    prediction: {count: 4}
    training: {steps: 20, batch: 8, workers: 1}
    probes: []
    """

  let path: String
  private let registry: Registry

  init() throws {
    var registry = Registry()
    try registry.registerBuiltInComponents()
    self.registry = registry
    path = NSTemporaryDirectory() + "capi-experiments-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.experiment.write(
      toFile: "\(path)/experiment.yaml", atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func folder(_ name: String) -> RunFolder { RunFolder("\(path)/\(name)") }

  /// Begins a run or goes on with it.
  ///
  /// - Parameter stop: steps of the whole run after which it is stopped.
  func run(
    _ name: String, _ overrides: [String] = [], stop: Int? = nil,
    options: RunOptions = RunOptions(threads: 1)
  ) throws -> RunOutcome {
    let observer = Observer()
    return try ExperimentRunner(registry: registry, creatorVersion: "0.1.0").run(
      ExperimentResolver(catalogs: registry.catalogs).load(
        "\(path)/experiment.yaml", overrides: overrides),
      in: folder(name), options: options, observer: observer
    ) { stop.map { observer.steps >= $0 } ?? false }
  }

  /// Steps of the checkpoints that are on the disk.
  func checkpoints(_ name: String) -> [Int64] { folder(name).checkpointSteps() }

  private final class Observer: RunObserver {
    var steps = 0
    func step(_ step: Int, of steps: Int, batch: Int, values: [LoggedValue]) { self.steps = step }
    func stage(_ text: String) {}
    func warning(_ text: String) {}
    func note(_ text: String) {}
  }
}

extension RunRecord {
  /// The metrics that must repeat bit by bit: all but those that measure time.
  var repeatable: [MetricStream] {
    metrics.map { stream in
      var stream = stream
      stream.wallTimes = []
      stream.attempts = []
      stream.columns.removeAll(where: \.measuresTime)
      return stream
    }
  }

  func events(_ prefix: String) -> [RunEvent] { events.filter { $0.text.hasPrefix(prefix) } }
}
