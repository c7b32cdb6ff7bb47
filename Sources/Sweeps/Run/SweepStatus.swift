public import Store

/// How a sweep on the disk stands, for `capi sweep status`.
public struct SweepStatus: Sendable, Equatable {
  /// The table, made from the runs as they are now.
  public var index: SweepIndex

  /// Reads a sweep's folder; nothing is written.
  ///
  /// - Throws: ``SweepError/noSweep(folder:)``, or `StoreError` when the plan cannot be read.
  public static func read(_ folder: SweepFolder) throws -> SweepStatus {
    guard folder.hasSpecification else { throw SweepError.noSweep(folder: folder.path) }
    return SweepStatus(index: try SweepIndex.derive(from: folder))
  }

  /// One line a trial, then the counts.
  public var table: String {
    var rows = [["no.", "trial", "seed", "state", "step", "reason"]]
    for trial in index.trials {
      rows.append([
        String(trial.number), trial.label, String(trial.seed), trial.state.rawValue,
        trial.lastStep < 0 ? "-" : String(trial.lastStep), trial.reason,
      ])
    }
    let counts = RunState.allCases.compactMap { state in
      let count = index.trials.count { $0.state == state }
      return count > 0 ? "\(count) \(state.rawValue)" : nil
    }
    let total = "\(index.trials.count) trials: \(counts.joined(separator: ", "))"
    return (TextTable.lines(rows, right: [0, 2, 4]) + ["", total]).joined(separator: "\n")
  }
}
