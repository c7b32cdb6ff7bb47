/// Compares rows that a resumed run makes again with those of the attempts before it.
///
/// A resumed run repeats the steps behind its checkpoint. That they come out the same, bit by bit, is
/// what exact resumption means; so each resumption checks it.
struct RowRepetition {
  private struct Key: Hashable {
    let stream: String
    let step: Int64
  }

  private let earlier: [Key: (values: [String: Double], timed: Set<String>)]
  private let last: Int64
  private var equal = 0
  private var different = 0
  private var isReported = false

  /// Later attempts come before earlier ones where both made a step.
  init(of superseded: [SupersededRows]) {
    var rows: [Key: (values: [String: Double], timed: Set<String>)] = [:]
    for attempt in superseded.sorted(by: { $0.attempt < $1.attempt }) {
      for stream in attempt.metrics {
        let timed = Set(stream.columns.filter(\.measuresTime).map(\.name))
        for (row, step) in stream.steps.enumerated() {
          rows[Key(stream: stream.name, step: step)] = (
            Dictionary(
              stream.columns.map { ($0.name, $0.values[row]) },
              uniquingKeysWith: { first, _ in first }
            ), timed
          )
        }
      }
    }
    earlier = rows
    last = rows.keys.map(\.step).max() ?? .min
  }

  /// Compares a row with the one it repeats, if it does.
  ///
  /// - Returns: a warning at the first difference; a summary at the last row that can be compared.
  mutating func compare(
    stream: String, step: Int64, wallTime: Double, values: [RunLog.Value]
  ) -> [RunEvent] {
    guard !isReported, step <= last else { return finish(wallTime: wallTime) }
    guard let before = earlier[Key(stream: stream, step: step)] else { return [] }
    let now = Dictionary(
      values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    var events: [RunEvent] = []
    let names = Set(now.keys).union(before.values.keys).subtracting(before.timed).sorted()
    let changed = names.first { name in
      let (new, old) = (now[name] ?? .nan, before.values[name] ?? .nan)
      return new.bitPattern != old.bitPattern && !(new.isNaN && old.isNaN)
    }
    if let name = changed {
      different += 1
      if different == 1 {
        events.append(
          RunEvent(
            step: step, wallTime: wallTime, level: .warning,
            text: "step \(step) came out differently when it was computed again: \(name) is "
              + "\(now[name] ?? .nan), was \(before.values[name] ?? .nan)"))
      }
    } else {
      equal += 1
    }
    return step == last ? events + finish(wallTime: wallTime) : events
  }

  /// The summary, once, if anything was compared.
  mutating func finish(wallTime: Double) -> [RunEvent] {
    guard !isReported, equal + different > 0 else { return [] }
    isReported = true
    let rows = equal + different
    let count = "\(rows) \(rows == 1 ? "row" : "rows") computed again"
    return [
      RunEvent(
        step: last, wallTime: wallTime, level: different == 0 ? .info : .warning,
        text: different == 0
          ? "\(count): equal bit by bit" : "\(count): \(different) came out differently")
    ]
  }
}
