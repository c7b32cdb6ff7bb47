import CapiCore
import Store

/// When checkpoints are written, and which of them stay.
struct CheckpointPolicy {
  let output: OutputSection
  /// Values of `output.checkpoint_best` at the steps of checkpoints. Such a step need not have a row:
  /// which rows there are must not depend on when a run was stopped.
  private(set) var values: [Int64: Double] = [:]

  /// - Parameter memory: that of the checkpoint from which the run goes on.
  init(output: OutputSection, memory: CheckpointMemory = CheckpointMemory()) {
    self.output = output
    if memory.metric == output.checkpointBest { values = memory.values }
  }

  /// Takes in the metrics of a step that gets a checkpoint.
  ///
  /// - Parameters:
  ///   - step: from 0.
  ///   - metrics: what the step has logged.
  mutating func measure(step: Int64, _ metrics: [LoggedValue]) {
    guard !output.checkpointBest.isEmpty else { return }
    values[step] = metrics.first { $0.metric.name == output.checkpointBest }?.value
  }

  /// Forgets the steps whose checkpoints are gone.
  mutating func forget(allBut checkpoints: [Artifact]) {
    let steps = Set(checkpoints.map(\.step))
    values = values.filter { steps.contains($0.key) }
  }

  /// Whether to write one after a step that is not the last.
  ///
  /// - Parameters:
  ///   - step: the step that has just been made, from 0.
  ///   - elapsed: time since the last checkpoint, or since training began.
  func isDue(after step: Int, elapsed: Duration) -> Bool {
    guard output.checkpoint else { return false }
    if output.checkpointSteps > 0, (step + 1) % output.checkpointSteps == 0 { return true }
    return output.checkpointMinutes > 0
      && elapsed >= .milliseconds(Int64(output.checkpointMinutes * 60_000))
  }

  /// Paths of the checkpoints that need not be kept: all but the newest ones and the best.
  func surplus(_ record: RunRecord) -> [String] {
    let checkpoints = record.checkpoints
    var kept = Set(checkpoints.suffix(output.checkpointKeep).map(\.path))
    if let best = best(of: checkpoints, record) { kept.insert(best.path) }
    return checkpoints.map(\.path).filter { !kept.contains($0) }
  }

  /// What is wrong with `output.checkpoint_best`, once there are metrics; nil for nothing.
  func fault(_ record: RunRecord) -> String? {
    guard !output.checkpointBest.isEmpty, let stream = record.metricStream("train"),
      stream.column(output.checkpointBest) == nil
    else { return nil }
    return "output.checkpoint_best is '\(output.checkpointBest)', but training logs only "
      + stream.columns.map(\.name).joined(separator: ", ") + "; no checkpoint is kept as the best"
  }

  /// The checkpoint at whose step the metric `output.checkpoint_best` was best.
  private func best(of checkpoints: [Artifact], _ record: RunRecord) -> Artifact? {
    guard !output.checkpointBest.isEmpty, let stream = record.metricStream("train"),
      let column = stream.column(output.checkpointBest)
    else { return nil }
    let rows = Dictionary(
      zip(stream.steps, column.values), uniquingKeysWith: { first, _ in first })
    let measured = checkpoints.compactMap { checkpoint in
      (values[checkpoint.step] ?? rows[checkpoint.step]).flatMap {
        $0.isNaN ? nil : (checkpoint, $0)
      }
    }
    let sign = column.direction == .higher ? -1.0 : 1
    return measured.min { sign * $0.1 < sign * $1.1 }?.0
  }
}

extension RunRecord {
  /// The checkpoints from which the run can go on, oldest first.
  var checkpoints: [Artifact] {
    artifacts.filter { $0.kind == Checkpoint.kind }.sorted { $0.step < $1.step }
  }
}
