public import Foundation
public import Store

extension TrialPlan {
  /// Whether it may have another loss or target than others: it sets something of them, or is the
  /// base that those are compared with.
  fileprivate var setsObjective: Bool {
    overrides.isEmpty
      || overrides.contains {
        ["loss", "target"].contains($0.key.split(separator: ".").first ?? "")
      }
  }
}

extension SweepResults {
  /// Reads a sweep as it is on the disk now; nothing has to be finished.
  ///
  /// A trial whose record cannot be read counts as failed, with the reader's sentence as the
  /// reason. What `capi eval` has added to a run stands among the probes of its record.
  ///
  /// - Parameters:
  ///   - folder: what `capi sweep run` wrote, with `sweep.json` inside.
  ///   - parts: what to read of each record; a comparison needs `lastValues` alone.
  /// - Throws: ``ReportError/notASweep(folder:runOf:)`` or ``ReportError/unreadable(path:reason:)``.
  public init(folder: URL, reading parts: RunParts = .all) throws(ReportError) {
    let sweep = SweepFolder(folder.path)
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw .nothingThere(path: folder.path)
    }
    guard sweep.hasSpecification else {
      let owner = SweepFolder.owning(RunFolder(folder.path))
      throw .notASweep(folder: folder.path, runOf: owner?.path)
    }
    do throws(StoreError) {
      let specification = try SweepStore.readSpecification(sweep)
      var trials: [SweepTrial] = []
      for plan in specification.trials {
        let run = sweep.run(plan.id)
        // Whether losses can be compared, the configurations say.
        let standing = try TrialStanding.read(
          run, plan.setsObjective ? parts.union(.configuration) : parts)
        let trial = SweepTrial(
          plan: plan, state: standing.state, reason: standing.reason, record: standing.record)
        trials.append(trial.adding(TrialEvaluations.read(run)))
      }
      self.init(specification: specification, trials: trials)
    } catch {
      throw .unreadable(path: error.path, reason: error.reason)
    }
  }
}
