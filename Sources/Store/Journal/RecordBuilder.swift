/// Makes a run's record out of what its journal says, entry by entry.
///
/// The process that writes a journal and everybody who reads it use the same builder, so both have
/// the same record.
struct RecordBuilder {
  private struct Place {
    let stream: Int
    let column: Int
  }

  private(set) var record: RunRecord
  /// Where the metrics of the current journal file are, by their numbers.
  private var places: [Place] = []

  init(_ record: RunRecord) { self.record = record }

  /// A new journal file declares its metrics anew.
  mutating func beginFile() { places = [] }

  /// What the current file has declared so far.
  var declaredCount: Int { places.count }

  /// Adds an entry.
  ///
  /// - Throws: a fault, without changes, when the entry cannot follow what came before.
  mutating func apply(
    _ entry: JournalEntry, attempt: UInt32, step: Int64
  ) throws(ByteReader.Fault) {
    switch entry {
    case .opened: break
    case .metric(let metric): try declare(metric)
    case .row(let row): try append(row, attempt: attempt, step: step)
    case .event(let event): record.events.append(event)
    case .probe(let result):
      record.probes.removeAll {
        $0.name == result.name && $0.subject == result.subject && $0.step == result.step
      }
      record.probes.append(result)
    case .artifact(let artifact):
      record.artifacts.removeAll { $0.path == artifact.path }
      record.artifacts.append(artifact)
    case .artifactRemoved(let path): record.artifacts.removeAll { $0.path == path }
    case .state(let state, let reason, let complete, let utc):
      record.header.state = state
      record.header.stateReason = reason
      record.header.complete = complete
      if state != .running, let last = record.provenance.attempts.indices.last {
        record.provenance.attempts[last].endedUTC = utc
      }
    }
  }

  /// Begins another attempt: rows and results from its first step on are superseded.
  mutating func begin(_ attempt: RunAttempt) {
    for stream in record.metrics.indices {
      let rows = record.metrics[stream].removeRows(from: attempt.firstStep)
      for (maker, taken) in rows { keep(taken, of: maker) }
    }
    let results = record.probes.filter { $0.step >= attempt.firstStep }
    record.probes.removeAll { $0.step >= attempt.firstStep }
    for result in results { keep(result) }
    record.provenance.attempts.append(attempt)
    record.header.state = .running
    record.header.stateReason = ""
    record.header.complete = false
    record.header.lastStep = attempt.firstStep - 1
  }

  /// Changes what no journal entry changes.
  mutating func update(_ change: (inout RunRecord) -> Void) { change(&record) }

  private mutating func keep(_ rows: MetricStream, of attempt: Int64) {
    let place =
      record.superseded.firstIndex { $0.attempt == attempt } ?? record.superseded.endIndex
    if place == record.superseded.endIndex {
      record.superseded.append(SupersededRows(attempt: attempt))
    }
    if let stream = record.superseded[place].metrics.firstIndex(where: { $0.name == rows.name }) {
      record.superseded[place].metrics[stream].append(rows)
    } else {
      record.superseded[place].metrics.append(rows)
    }
  }

  /// Keeps a result under the attempt that made its step: the last one that began at or before it,
  /// since that superseded what was there.
  private mutating func keep(_ result: ProbeResult) {
    let attempt = record.provenance.attempts.last { $0.firstStep <= result.step }?.number ?? 0
    if let place = record.supersededProbes.firstIndex(where: { $0.attempt == attempt }) {
      record.supersededProbes[place].results.append(result)
    } else {
      record.supersededProbes.append(SupersededProbes(attempt: attempt, results: [result]))
    }
  }

  private mutating func declare(_ metric: MetricDeclaration) throws(ByteReader.Fault) {
    guard metric.number == places.count else {
      throw .init(
        reason: "it declares metric \(metric.number) where number \(places.count) is next")
    }
    let stream =
      record.metrics.firstIndex { $0.name == metric.stream } ?? record.metrics.endIndex
    if stream == record.metrics.endIndex {
      record.metrics.append(MetricStream(name: metric.stream))
    }
    let column =
      record.metrics[stream].columns.firstIndex { $0.name == metric.name }
      ?? record.metrics[stream].columns.endIndex
    if column == record.metrics[stream].columns.endIndex {
      let count = record.metrics[stream].rowCount
      record.metrics[stream].columns.append(
        MetricColumn(
          name: metric.name, values: [Double](repeating: .nan, count: count), unit: metric.unit,
          longName: metric.longName, direction: metric.direction))
    }
    places.append(Place(stream: stream, column: column))
  }

  private mutating func append(
    _ row: JournalRow, attempt: UInt32, step: Int64
  ) throws(ByteReader.Fault) {
    let found = record.metrics.firstIndex { $0.name == row.stream }
    for value in row.values {
      guard value.metric < places.count, places[Int(value.metric)].stream == found else {
        throw .init(
          reason: "it has a value of metric \(value.metric), which the file does not declare for "
            + "the stream \"\(row.stream)\"")
      }
    }
    let stream = found ?? record.metrics.endIndex
    if found == nil { record.metrics.append(MetricStream(name: row.stream)) }
    record.metrics[stream].appendEmptyRow(
      step: step, epoch: row.epoch, wallTime: row.wallTime, attempt: Int64(attempt))
    let last = record.metrics[stream].rowCount - 1
    for value in row.values {
      record.metrics[stream].columns[places[Int(value.metric)].column].values[last] = value.value
    }
    record.header.lastStep = max(record.header.lastStep, step)
  }
}
