/// Checks a run: its record, its journals, the files that it recorded against their hashes, its
/// evaluations, and its files of features.
struct RunVerification {
  let folder: RunFolder

  func report() -> VerificationReport {
    var report = VerificationReport()
    let folder = folder
    // Where locks do not work, nothing is said of who runs it.
    let lease = Result { () throws(StoreError) in try RunLease.holder(of: folder) }
    let isHeld = (try? lease.get()) ?? nil
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
    if let run, !run.isSealed {
      report.add(
        .note, folder.path,
        "the journals go on from run.h5, to step \(run.record.header.lastStep)")
    }
    if case .success(nil) = lease, (run?.record ?? sealed)?.header.state == .running {
      report.add(
        .note, folder.path,
        "nobody runs it: "
          + (run == nil ? RunRecord.endOfProcess : RunRecord.resumableEndOfProcess))
    }
    let checkpoints = files(of: run, sealed, &report)
    evaluations(&report)
    features(&report)
    leftovers(isHeld: isHeld != nil, &report)
    if !report.isSound { say(run, sealed, checkpoints, &report) }
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

  /// Says what can be relied on. That the run can go on is said only where `capi run` can open it.
  private func say(
    _ run: Run?, _ sealed: RunRecord?, _ checkpoints: [Int64], _ report: inout VerificationReport
  ) {
    let path = folder.path
    if let run {
      report.safe.append(
        "\(path): everything recorded up to step \(run.record.header.lastStep) can be read.")
    } else if let sealed {
      report.safe.append(
        "\(folder.recordPath): holds what was recorded up to step \(sealed.header.lastStep).")
    }
    guard let newest = checkpoints.last else {
      return report.safe.append("\(path): no checkpoint is whole.")
    }
    let whole = "\(path): the checkpoint of step \(newest) is whole"
    guard let run else {
      return report.safe.append(
        "\(whole). The run cannot go on; a new one can begin with its weights: "
          + "capi run … --init-from \(folder.checkpointPath(step: newest))")
    }
    report.safe.append(
      run.record.header.state == .done ? "\(whole)." : "\(whole); the run can go on from there.")
  }
}
