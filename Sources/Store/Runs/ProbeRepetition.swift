/// Compares results of probes that a resumed run measures again with those of the attempts before it.
struct ProbeRepetition {
  private struct Key: Hashable {
    let name: String
    let subject: String
    let step: Int64

    init(_ result: ProbeResult) {
      name = result.name
      subject = result.subject
      step = result.step
    }
  }

  private var earlier: [Key: [ProbeScore]] = [:]

  /// Later attempts come before earlier ones where both probed a step.
  init(of superseded: [SupersededProbes]) {
    for attempt in superseded.sorted(by: { $0.attempt < $1.attempt }) {
      for result in attempt.results { earlier[Key(result)] = result.scores }
    }
  }

  /// Compares all scores of a result with those of the one it repeats, if it does: bit by bit,
  /// except for what measures time.
  ///
  /// - Returns: a warning that names the first score that differs; nil where all are equal.
  func compare(_ result: ProbeResult, wallTime: Double) -> RunEvent? {
    guard let before = earlier[Key(result)] else { return nil }
    let (now, then) = (Self.values(result.scores), Self.values(before))
    let timed = (result.scores + before).filter(\.measuresTime).map(\.name)
    let changed = Set(now.keys).union(then.keys).subtracting(timed).sorted().filter { name in
      let (new, old) = (now[name] ?? .nan, then[name] ?? .nan)
      return new.bitPattern != old.bitPattern && !(new.isNaN && old.isNaN)
    }
    guard let first = changed.first else { return nil }
    let more = changed.count > 1 ? ", and \(changed.count - 1) more" : ""
    return RunEvent(
      step: result.step, wallTime: wallTime, level: .warning,
      text: "\(result.name) of \(result.subject) at step \(result.step) came out differently when "
        + "it was measured again: \(first) is \(now[first] ?? .nan), was "
        + "\(then[first] ?? .nan)\(more)")
  }

  private static func values(_ scores: [ProbeScore]) -> [String: Double] {
    Dictionary(scores.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
