import Store
import Training

/// What a run has to know of the steps before a checkpoint to go on as if it had not stopped, and what
/// no row need say where `training.log_every` is above 1.
struct CheckpointMemory: Equatable {
  /// How long the metrics of the health rules have been below their floors.
  var health: [HealthCount] = []
  /// The metric of `output.checkpoint_best`; empty for none.
  var metric = ""
  /// Its values at the steps of checkpoints.
  var values: [Int64: Double] = [:]

  init(health: [HealthCount] = [], metric: String = "", values: [Int64: Double] = [:]) {
    self.health = health
    self.metric = metric
    self.values = values
  }

  /// What a checkpoint keeps; empty where it was written before there was a memory.
  init(_ file: TensorFile) {
    if case .texts(let metrics) = file.attribute("health_metrics")?.value,
      case .numbers(let floors) = file.attribute("health_floors")?.value,
      case .integers(let steps) = file.attribute("health_steps")?.value,
      let warmup = file.attribute("health_warmup")?.integer,
      metrics.count == floors.count, metrics.count == steps.count
    {
      health = metrics.indices.map {
        HealthCount(
          metric: metrics[$0], floor: floors[$0], warmup: Int(warmup), steps: Int(steps[$0]))
      }
    }
    if let name = file.attribute("best_metric")?.text,
      case .integers(let steps) = file.attribute("best_steps")?.value,
      case .numbers(let numbers) = file.attribute("best_values")?.value
    {
      metric = name
      values = Dictionary(zip(steps, numbers), uniquingKeysWith: { first, _ in first })
    }
  }

  /// Attributes of the file's root.
  var attributes: [TensorAttribute] {
    var attributes: [TensorAttribute] = []
    if let warmup = health.first?.warmup {
      attributes += [
        TensorAttribute("health_metrics", .texts(health.map(\.metric))),
        TensorAttribute("health_floors", .numbers(health.map(\.floor))),
        TensorAttribute("health_steps", .integers(health.map { Int64($0.steps) })),
        TensorAttribute("health_warmup", .integer(Int64(warmup))),
      ]
    }
    if !values.isEmpty {
      let steps = values.sorted { $0.key < $1.key }
      attributes += [
        TensorAttribute("best_metric", .text(metric)),
        TensorAttribute("best_steps", .integers(steps.map(\.key))),
        TensorAttribute("best_values", .numbers(steps.map(\.value))),
      ]
    }
    return attributes
  }
}
