import CapiCore
import Store
import Training

extension RunSession {
  /// Removes checkpoints that a crash left without a record: they do not exist.
  func removeUnrecorded() throws {
    let known = Set(log.record.artifacts.map(\.path))
    try log.remove(
      artifacts: folder.checkpointSteps().map { "checkpoints/step-\($0).h5" }
        .filter { !known.contains($0) })
  }

  /// A checkpoint that cannot be used is no longer part of the run; its file stays, under a name at
  /// which nothing takes it for a checkpoint.
  func refuse(_ artifact: Artifact, _ reason: String) throws {
    let place = log.placeForRefused(artifact: artifact.path)
    try metrics.note(
      step: Int(artifact.step), level: .warning,
      "the checkpoint of step \(artifact.step) cannot be used: \(reason)"
        + (place.map { "; its file stays as \($0)" } ?? ""))
    try log.refuse(artifact: artifact.path, movingTo: place)
  }

  /// Writes a checkpoint, seals the record, and removes checkpoints that are not needed any more.
  func keepState() throws {
    let begun = ContinuousClock.now
    policy.measure(step: metrics.lastStep, metrics.lastValues)
    let artifact = try write(kind: Checkpoint.kind)
    try log.add(artifact)
    try log.remove(artifacts: policy.surplus(log.record))
    policy.forget(allBut: log.record.checkpoints)
    if let fault = policy.fault(log.record),
      !log.record.events.contains(where: { $0.text == fault })
    {
      try metrics.note(step: Int(metrics.lastStep), level: .warning, fault)
    }
    let milliseconds = (ContinuousClock.now - begun) / .milliseconds(1)
    try metrics.note(
      step: Int(metrics.lastStep), level: .info,
      "checkpoint of \(DiskEstimate.text(artifact.bytes)) in \(Int(milliseconds)) ms")
    try log.seal()
    checkpointAt = .now
  }

  func write(kind: String) throws -> Artifact {
    try Checkpoint.write(
      step, kind: kind, step: metrics.lastStep, wallTime: metrics.wallTime,
      runID: log.record.header.runID, seed: configuration.general.seed,
      batch: configuration.training.batch,
      memory: CheckpointMemory(
        health: health.counts, metric: configuration.output.checkpointBest, values: policy.values),
      to: folder)
  }
}

extension HealthMonitor {
  /// Takes in the rows of a stream up to a step, from 0.
  mutating func replay(_ rows: MetricStream, until step: Int64) {
    for row in rows.steps.indices where rows.steps[row] <= step {
      // A verdict here would have ended the earlier attempt.
      _ = verdict(step: Int(rows.steps[row])) { name in rows.column(name)?.values[row] }
    }
  }
}
