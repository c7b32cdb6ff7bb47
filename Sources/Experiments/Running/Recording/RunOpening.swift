import CapiCore
import Foundation
import Imaging
import Store
import Torch

/// Opens the log of a run: a new one, or that of an earlier attempt.
struct RunOpening {
  let experiment: ResolvedExperiment
  let options: RunOptions
  let creatorVersion: String
  let dataset: DatasetInfo
  let runID: String
  /// When this attempt began.
  let started: String

  /// - Parameter checkpoint: where an earlier attempt is taken up; nil for its beginning.
  func open(
    _ folder: RunFolder, holding lease: RunLease, after earlier: EarlierRun?,
    from checkpoint: Checkpoint?
  ) throws -> RunLog {
    let process = ProcessInfo.processInfo
    let attempt = RunAttempt(
      number: 0, startedUTC: started, host: process.hostName,
      processID: Int64(process.processIdentifier), firstStep: (checkpoint?.step ?? -1) + 1)
    guard let earlier else {
      var record = RunRecord(
        header: RunHeader(
          runID: runID, sweepID: options.sweepID, state: .running, createdUTC: started,
          sealedUTC: started, creatorVersion: creatorVersion),
        configuration: ConfigurationRecord(
          json: experiment.canonicalJSON, yaml: experiment.yaml,
          flat: experiment.flat.map { TextEntry($0.key, $0.json) }),
        provenance: provenance)
      record.provenance.attempts = [attempt]
      return try RunLog(beginning: record, in: folder, holding: lease)
    }
    let before = earlier.run.record
    let first = FirstAttempt(before.provenance)
    let log = try RunLog(continuing: folder, holding: lease, attempt) { record in
      var now = provenance
      now.attempts = record.provenance.attempts
      now.entries += first.entries
      record.provenance = now
    }
    let step = checkpoint?.step ?? -1
    let wallTime = checkpoint?.wallTime ?? 0
    func note(_ level: RunEvent.Level, _ text: String) throws {
      try log.note(RunEvent(step: step, wallTime: wallTime, level: level, text: text))
    }
    try note(
      .info,
      checkpoint.map { "goes on from the checkpoint of step \($0.step)" }
        ?? "begins again at the first step: there was no checkpoint")
    for (key, old) in before.provenance.versions.map({ ($0.key, $0.text) }) {
      guard let new = log.record.provenance.versions[key], new != old else { continue }
      try note(
        .warning, "goes on with \(key) \(new), but began with \(old): numbers may differ")
    }
    for change in first.changes(to: log.record.provenance) {
      try note(change.mayChangeNumbers ? .warning : .info, change.text)
    }
    return log
  }

  private var provenance: Provenance {
    var provenance = ProvenanceCollector.collect(
      experiment, dataset: dataset, options: options, creatorVersion: creatorVersion,
      threads: Runtime.threads)
    if let weights = options.initialWeights {
      provenance.entries.append(TextEntry("init_from", weights.path))
      provenance.entries.append(TextEntry("init_from_sha256", weights.sha256))
    }
    return provenance
  }
}
