import CapiCore
import Experiments
import Store
import Sweeps

/// Sweeps as JSON, for scripts.
enum SweepJSON {
  static func plan(
    _ plan: SweepPlan, estimate: PlanEstimate, measured: StepMeasurement.Outcome?
  ) -> ConfigurationValue {
    .object([
      .init("estimate", Self.estimate(estimate, measured)),
      .init("data_problems", .array(plan.dataProblems.map(ConfigurationValue.string))),
      .init("sweep_id", .string(plan.sweepID)),
      .init("name", .string(plan.name)),
      .init("question", .string(plan.question)),
      .init("axes", .array(plan.axes.map(ConfigurationValue.string))),
      .init(
        "trials",
        .array(
          plan.trials.map { trial in
            .object([
              .init("number", .int(trial.number)),
              .init("id", .string(trial.id)),
              .init("label", .string(trial.label)),
              .init("seed", .int(trial.configuration.seed)),
              .init("steps", .int(trial.configuration.steps)),
              .init(
                "overrides",
                .object(trial.overrides.map { .init($0.key, .string($0.text)) })),
              .init("references", .array(trial.references.map(reference))),
              .init("cost", trial.configuration.cost.map(cost) ?? .null),
            ])
          })),
      .init(
        "folded",
        .array(
          plan.folded.map {
            .object([.init("label", .string($0.label)), .init("same_as", .string($0.sameAs))])
          })),
      .init(
        "off",
        .array(
          plan.off.map {
            .object([
              .init("label", .string($0.label)),
              .init("needs", .array($0.missing.map(ConfigurationValue.string))),
            ])
          })),
    ])
  }

  private static func reference(_ entry: TrialReference) -> ConfigurationValue {
    .object([
      .init("source", .string(entry.reference.source)),
      .init("metric", .string(entry.reference.metric)),
      .init("score", .double(entry.reference.score)),
    ])
  }

  private static func cost(_ cost: CostEstimate) -> ConfigurationValue {
    .object([
      .init("operations", .double(cost.operations)),
      .init("parameters", .int(cost.parameters)),
      .init("memory_bytes", .double(cost.memory)),
      .init("gpu_hours", .double(cost.gpuHours)),
    ])
  }

  static func outcome(_ outcome: SweepOutcome, folder: SweepFolder) -> ConfigurationValue {
    .object([
      .init("folder", .string(folder.path)),
      .init("done", .bool(outcome.exitCode == 0)),
      .init(
        "trials",
        .array(
          outcome.trials.map { trial in
            .object([
              .init("number", .int(trial.number)),
              .init("id", .string(trial.id)),
              .init("title", .string(trial.title)),
              .init("state", .string(trial.state.rawValue)),
              .init("reason", .string(trial.reason)),
              .init("kept", .bool(trial.isKept)),
              .init("selected", .bool(trial.isSelected)),
              .init("log", .string(trial.logPath)),
            ])
          })),
    ])
  }

  static func status(_ status: SweepStatus, folder: SweepFolder) -> ConfigurationValue {
    let index = status.index
    return .object([
      .init("folder", .string(folder.path)),
      .init("sweep_id", .string(index.sweepID)),
      .init("name", .string(index.name)),
      .init("axes", .array(index.axes.map(ConfigurationValue.string))),
      .init(
        "trials",
        .array(
          index.trials.map { trial in
            .object([
              .init("number", .int(Int(trial.number))),
              .init("id", .string(trial.id)),
              .init("label", .string(trial.label)),
              .init("seed", .int(Int(trial.seed))),
              .init("state", .string(trial.state.rawValue)),
              .init("reason", .string(trial.reason)),
              .init("last_step", .int(Int(trial.lastStep))),
              .init("progress", progress(status.live[trial.id])),
            ])
          })),
      .init("seconds_left", status.secondsLeft.map(ConfigurationValue.double) ?? .null),
    ])
  }

  private static func estimate(
    _ estimate: PlanEstimate, _ measured: StepMeasurement.Outcome?
  ) -> ConfigurationValue {
    .object([
      .init("seconds", .double(estimate.seconds)),
      .init("basis", .string(estimate.basis)),
      .init("operations", .double(estimate.operations)),
      .init("disk_bytes", .double(estimate.disk)),
      .init("workers", measured.map { ConfigurationValue.int($0.layout.workers) } ?? .null),
      .init("threads", measured.map { ConfigurationValue.int($0.layout.threads) } ?? .null),
    ])
  }

  private static func progress(_ live: LiveProgress?) -> ConfigurationValue {
    guard let live else { return .null }
    let progress = live.progress
    return .object([
      .init("worker", .string(live.worker)),
      .init("stage", live.stage.map(ConfigurationValue.string) ?? .null),
      .init("step", progress.map { ConfigurationValue.int($0.step) } ?? .null),
      .init("steps", progress.map { ConfigurationValue.int($0.steps) } ?? .null),
      .init("loss", progress?.loss.map(ConfigurationValue.double) ?? .null),
      .init(
        "images_per_second", progress?.imagesPerSecond.map(ConfigurationValue.double) ?? .null),
      .init(
        "metrics",
        .object(
          (progress?.metrics ?? [:]).sorted { $0.key < $1.key }.map {
            .init($0.key, .double($0.value))
          })),
    ])
  }
}
