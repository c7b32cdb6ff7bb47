internal import Foundation

/// Checks a run: its record, its journals, its checkpoints against their recorded hashes, and its
/// files of features.
struct RunVerification {
  let folder: RunFolder

  func report() -> VerificationReport {
    var report = VerificationReport()
    let folder = folder
    let isHeld = (try? RunLease.holder(of: folder)) ?? nil
    if let isHeld {
      report.add(
        .note, folder.path, "process \(isHeld.processID) on \(isHeld.host) is running it")
    }
    let sealed = report.check { () throws(StoreError) in try RunStore.read(folder) }
    if let sealed { Self.describe(sealed, folder.recordPath, &report) }
    let journalsAreWhole = journals(&report)
    let run = sealed.flatMap { _ in
      journalsAreWhole
        ? report.check { () throws(StoreError) in try Run.open(folder) } : nil
    }
    let record = run?.record ?? sealed
    if let run, !run.isSealed {
      report.add(
        .note, folder.path,
        "the journals go on from run.h5, to step \(run.record.header.lastStep)")
    }
    let checkpoints = self.checkpoints(record, &report)
    features(&report)
    leftovers(isHeld: isHeld != nil, &report)
    if !report.isSound { say(record, checkpoints, &report) }
    return report
  }

  static func describe(_ record: RunRecord, _ path: String, _ report: inout VerificationReport) {
    let header = record.header
    report.add(
      .sound, path,
      "\(header.state.rawValue), last step \(header.lastStep), "
        + "\(record.metrics.map(\.rowCount).reduce(0, +)) rows, seal right")
    for stream in record.metrics {
      for column in stream.columns where column.values.contains(where: \.isInfinite) {
        report.add(
          .note, path, "infinite values in \(stream.name)/\(column.name): as they were recorded")
      }
    }
  }

  /// Checks the journals; whether all of them can be read.
  private func journals(_ report: inout VerificationReport) -> Bool {
    var areWhole = true
    for generation in folder.journalGenerations() {
      let path = folder.journalPath(generation: generation)
      if let scan = report.check({ () throws(StoreError) in try JournalScan.read(path) }) {
        FileVerification.describe(scan, path, &report)
      } else {
        areWhole = false
      }
    }
    return areWhole
  }

  /// Checks the checkpoints; the steps of those that are whole.
  private func checkpoints(_ record: RunRecord?, _ report: inout VerificationReport) -> [Int64] {
    var whole: [Int64] = []
    let recorded = (record?.artifacts ?? []).filter { $0.kind == "checkpoint" }
    for artifact in recorded {
      let path = "\(folder.path)/\(artifact.path)"
      guard let bytes = report.check({ () throws(StoreError) in try AtomicFile.read(path) }) else {
        continue
      }
      guard Int64(bytes.count) == artifact.bytes, Digest.sha256(bytes) == artifact.sha256 else {
        report.add(
          .damaged, path,
          "is not the file that the run recorded: it has \(bytes.count) bytes, \(artifact.bytes) "
            + "were recorded"
            + (Int64(bytes.count) == artifact.bytes ? ", and its SHA-256 differs" : ""))
        continue
      }
      if let file = report.check({ () throws(StoreError) in try TensorFile.read(path) }) {
        TensorVerification.describe(file, path, &report)
        whole.append(artifact.step)
      }
    }
    let names = Set(recorded.map(\.path))
    for step in folder.checkpointSteps() where record != nil {
      guard !names.contains("checkpoints/step-\(step).h5") else { continue }
      report.add(
        .note, folder.checkpointPath(step: step),
        "the run has no record of it: a crash came in between; nothing uses it")
    }
    return whole.sorted()
  }

  private func features(_ report: inout VerificationReport) {
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

  private func leftovers(isHeld: Bool, _ report: inout VerificationReport) {
    guard !isHeld else { return }
    for place in [folder.path, folder.checkpointsPath] {
      for name in names(in: place) where AtomicFile.isTemporary(name) {
        report.add(
          .note, "\(place)/\(name)", "is what a crash left of a file that was being written")
      }
    }
  }

  private func names(in place: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).sorted()
  }

  private func say(
    _ record: RunRecord?, _ checkpoints: [Int64], _ report: inout VerificationReport
  ) {
    if let record {
      report.safe.append(
        "\(folder.path): everything recorded up to step \(record.header.lastStep) can be read.")
    }
    report.safe.append(
      checkpoints.last.map {
        "\(folder.path): the checkpoint of step \($0) is whole; the run can go on from there."
      } ?? "\(folder.path): no checkpoint is whole.")
  }
}

extension AtomicFile {
  /// Whether a name is one of a file that was being written.
  static func isTemporary(_ name: String) -> Bool {
    name.hasPrefix(temporaryPrefix) && name.hasSuffix(temporarySuffix)
  }
}
