internal import Foundation

extension RunVerification {
  /// Checks the files that the run recorded, and checkpoints that it did not.
  ///
  /// - Parameters:
  ///   - run: the record with its journals; nil where they cannot be read.
  ///   - sealed: `run.h5` alone; nil where it cannot be read.
  /// - Returns: the steps of the checkpoints that are whole, ascending.
  func files(
    of run: Run?, _ sealed: RunRecord?, _ report: inout VerificationReport
  ) -> [Int64] {
    let recorded = (run?.record ?? sealed)?.artifacts ?? []
    var whole: [Int64] = []
    for artifact in recorded where !artifact.sha256.isEmpty {
      if check(artifact, &report) { whole.append(artifact.step) }
    }
    let names = Set(recorded.map(\.path))
    for step in folder.checkpointSteps() where !names.contains("checkpoints/step-\(step).h5") {
      let path = folder.checkpointPath(step: step)
      guard run == nil else {
        report.add(
          .note, path, "the run has no record of it: a crash came in between; nothing uses it")
        continue
      }
      // What names its hash cannot be read, but it has a seal of its own.
      guard let file = report.check({ () throws(StoreError) in try TensorFile.read(path) }) else {
        continue
      }
      TensorVerification.describe(file, path, &report)
      report.add(
        .note, path,
        "was checked by its own seal alone: what the run recorded of it cannot be read")
      whole.append(step)
    }
    return whole.sorted()
  }

  /// Checks a file of the run against its recorded hash; whether it is a whole checkpoint.
  private func check(_ artifact: Artifact, _ report: inout VerificationReport) -> Bool {
    let path = "\(folder.path)/\(artifact.path)"
    guard let bytes = report.check({ () throws(StoreError) in try AtomicFile.read(path) }) else {
      return false
    }
    guard Int64(bytes.count) == artifact.bytes, Digest.sha256(bytes) == artifact.sha256 else {
      report.add(
        .damaged, path,
        "is not the file that the run recorded: it has \(bytes.count) bytes, \(artifact.bytes) "
          + "were recorded"
          + (Int64(bytes.count) == artifact.bytes ? ", and its SHA-256 differs" : ""))
      return false
    }
    guard path.hasSuffix(".h5") else {
      report.add(.sound, path, "\(artifact.kind) of \(bytes.count) bytes, as it was recorded")
      return false
    }
    guard artifact.kind == "checkpoint" else {
      let other = report.check { () throws(StoreError) in
        try FileVerification(path: path).report()
      }
      if let other { report.append(other) }
      return false
    }
    guard let file = report.check({ () throws(StoreError) in try TensorFile.read(path) }) else {
      return false
    }
    TensorVerification.describe(file, path, &report)
    return true
  }

  /// Checks the records of `capi eval`.
  func evaluations(_ report: inout VerificationReport) {
    let place = "\(folder.path)/evaluations"
    for name in names(in: place) {
      let evaluation = folder.evaluation(name)
      guard evaluation.hasRecord else {
        if !name.hasPrefix("."), ((try? RunLease.holder(of: evaluation)) ?? nil) == nil {
          report.add(
            .note, evaluation.path, "has no run.h5: an evaluation that was not finished")
        }
        continue
      }
      if let record = report.check({ () throws(StoreError) in try RunStore.read(evaluation) }) {
        Self.describe(record, evaluation.recordPath, &report)
      }
    }
  }

  func features(_ report: inout VerificationReport) {
    let place = "\(folder.path)/features"
    for name in names(in: place) {
      let path = "\(place)/\(name)"
      if name.hasSuffix(".h5") {
        if let file = report.check({ () throws(StoreError) in try FeatureFile(path) }) {
          FeatureVerification.describe(file, &report)
        }
      } else if name.hasSuffix(".h5.partial") {
        FeatureVerification.describe(partial: path, &report)
      }
    }
  }

  func leftovers(isHeld: Bool, _ report: inout VerificationReport) {
    guard !isHeld else { return }
    for place in [folder.path, folder.checkpointsPath] {
      for name in names(in: place) where AtomicFile.isTemporary(name) {
        report.add(.note, "\(place)/\(name)", FileVerification.leftover)
      }
    }
  }

  private func names(in place: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
  }
}

extension AtomicFile {
  /// Whether a name is one of a file that was being written.
  static func isTemporary(_ name: String) -> Bool {
    name.hasPrefix(temporaryPrefix) && name.hasSuffix(temporarySuffix)
  }
}
