public import Foundation
import Store

extension SweepResults {
  /// Reads a sweep as it is on the disk now; nothing has to be finished.
  ///
  /// A trial whose record cannot be read counts as failed, with the reader's sentence as the
  /// reason.
  ///
  /// - Parameter folder: what `capi sweep run` wrote, with `sweep.json` inside.
  /// - Throws: ``ReportError/notASweep(folder:)`` or ``ReportError/unreadable(path:reason:)``.
  public init(folder: URL) throws(ReportError) {
    let sweep = SweepFolder(folder.path)
    guard sweep.hasSpecification else { throw .notASweep(folder: folder.path) }
    do throws(StoreError) {
      let specification = try SweepStore.readSpecification(sweep)
      let rows = try SweepIndex.derive(from: sweep).trials
      var trials: [SweepTrial] = []
      for (plan, row) in zip(specification.trials, rows) {
        let run = sweep.run(plan.id)
        // Unreadable records are failed trials by now; only a record that was read can be shown.
        let record = run.hasRecord ? try? Run.open(run).record : nil
        trials.append(
          SweepTrial(plan: plan, state: row.state, reason: row.reason, record: record))
      }
      self.init(specification: specification, trials: trials)
    } catch {
      throw .unreadable(path: error.path, reason: error.reason)
    }
  }
}
