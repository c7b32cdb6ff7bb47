/// Checks a sweep: its plan, each of its runs, and its table of results against them.
struct SweepVerification {
  let folder: SweepFolder

  func report() -> VerificationReport {
    var report = VerificationReport()
    let folder = folder
    guard
      let plan = report.check({ () throws(StoreError) in try SweepStore.readSpecification(folder) })
    else { return report }
    report.add(.sound, folder.specificationPath, "the plan of \(plan.trials.count) trials")
    var begun = 0
    for trial in plan.trials {
      let run = folder.run(trial.id)
      guard run.holdsRun || !run.checkpointSteps().isEmpty else { continue }
      begun += 1
      report.append(RunVerification(folder: run).report())
    }
    if begun < plan.trials.count {
      report.add(
        .note, folder.runsPath, "\(plan.trials.count - begun) trials have not been begun")
    }
    index(&report)
    return report
  }

  private func index(_ report: inout VerificationReport) {
    let folder = folder
    guard Platform.exists(folder.indexPath) else {
      return report.add(.note, folder.indexPath, "is not there yet; it is made from the runs")
    }
    guard let stored = report.check({ () throws(StoreError) in try SweepStore.readIndex(folder) })
    else {
      return report.safe.append(
        "\(folder.indexPath): nothing is lost with it; it is made from the runs again.")
    }
    // With damaged runs there is nothing to compare with.
    guard let derived = try? SweepIndex.derive(from: folder) else { return }
    report.add(.sound, folder.indexPath, "the table of \(stored.trials.count) trials, seal right")
    if derived != stored {
      report.add(.note, folder.indexPath, "is older than the runs; it is made from them again")
    }
  }
}
