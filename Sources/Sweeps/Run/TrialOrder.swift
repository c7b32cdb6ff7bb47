internal import CapiCore
internal import Store

/// In which order the trials of a sweep are started. None of them changes a result.
public enum TrialOrder: String, Sendable, CaseIterable {
  /// As the plan lists them: all seeds of a setting, then the next setting.
  case asListed = "as-listed"
  /// At random, the same for every start of one sweep.
  case shuffled
  /// The first seed of every setting, then the second: a table over all settings is there early.
  case roundRobin = "round-robin"

  /// The numbers of the trials in this order.
  func numbers(of plan: SweepPlan) -> [Int] {
    let listed = plan.trials.map(\.number)
    switch self {
    case .asListed: return listed
    case .shuffled:
      // A hash of sweep and trial is as good as any shuffle, and needs no generator.
      let sweep = plan.sweepID
      let keys = plan.trials.map { Digest.sha256(Array("\(sweep) \($0.id)".utf8)) }
      return listed.sorted { keys[$0] < keys[$1] }
    case .roundRobin:
      var turns: [String: Int] = [:]
      let turn = plan.trials.map { trial in
        defer { turns[trial.label, default: 0] += 1 }
        return turns[trial.label, default: 0]
      }
      return listed.sorted { (turn[$0], $0) < (turn[$1], $1) }
    }
  }
}
