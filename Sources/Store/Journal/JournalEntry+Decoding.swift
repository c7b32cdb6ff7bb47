extension JournalEntry {
  /// Understands a record; nil for a type that this version does not know.
  ///
  /// - Throws: ``StoreError`` with code `damaged` when the payload is not what its type says.
  public init?(_ record: JournalRecord, path: String) throws(StoreError) {
    do throws(ByteReader.Fault) {
      var reader = ByteReader(record.payload[...])
      guard let entry = try Self.read(record, &reader) else { return nil }
      try reader.end()
      self = entry
    } catch {
      throw StoreError(
        .damaged, path: path,
        reason: "record \(record.sequence) (type \(record.type)) cannot be understood: "
          + error.reason)
    }
  }

  private static func read(
    _ record: JournalRecord, _ reader: inout ByteReader
  ) throws(ByteReader.Fault) -> JournalEntry? {
    switch record.type {
    case 1:
      return .opened(
        JournalOpening(
          version: try reader.integer(), minimumReader: try reader.integer(),
          generation: try reader.integer(), runID: try reader.text()))
    case 2:
      return .metric(
        MetricDeclaration(
          number: try reader.integer(), stream: try reader.text(), name: try reader.text(),
          unit: try reader.text(), longName: try reader.text(), direction: try reader.choice()))
    case 3:
      return .row(
        JournalRow(
          stream: try reader.text(), epoch: try reader.double(), wallTime: try reader.double(),
          values: try reader.list(least: 12) { (reader) throws(ByteReader.Fault) in
            JournalRow.Value(metric: try reader.integer(), value: try reader.double())
          }))
    case 4:
      return .event(
        RunEvent(
          step: record.step, wallTime: try reader.double(), level: try reader.choice(),
          text: try reader.text()))
    case 5: return .probe(try probe(step: record.step, &reader))
    case 6:
      return .artifact(
        Artifact(
          kind: try reader.text(), path: try reader.text(), bytes: try reader.integer(),
          sha256: try reader.text(), step: record.step))
    case 7: return .artifactRemoved(path: try reader.text())
    case 8:
      return .state(
        try reader.choice(), reason: try reader.text(),
        complete: try reader.integer(UInt8.self) != 0, utc: try reader.text())
    default: return nil
    }
  }

  private static func entries(
    _ reader: inout ByteReader
  ) throws(ByteReader.Fault) -> [TextEntry] {
    try reader.list(least: 8) { (reader) throws(ByteReader.Fault) in
      TextEntry(try reader.text(), try reader.text())
    }
  }

  private static func probe(
    step: Int64, _ reader: inout ByteReader
  ) throws(ByteReader.Fault) -> ProbeResult {
    let (name, subject) = (try reader.text(), try reader.text())
    let scores = try reader.list(least: 20) { (reader) throws(ByteReader.Fault) in
      ProbeScore(
        name: try reader.text(), value: try reader.double(), unit: try reader.text(),
        direction: try reader.choice())
    }
    let columns = try reader.list(least: 8) { (reader) throws(ByteReader.Fault) in
      HyperparameterGrid.Column(name: try reader.text(), values: try reader.texts())
    }
    let validation = try reader.list(least: 8) { (reader) throws(ByteReader.Fault) in
      try reader.double()
    }
    let chosen = try entries(&reader)
    let hasConfusion = try reader.integer(UInt8.self) != 0
    let confusion = try reader.list(least: 4) { (reader) throws(ByteReader.Fault) in
      try integers(&reader)
    }
    return ProbeResult(
      name: name, subject: subject, step: step, scores: scores,
      grid: HyperparameterGrid(columns: columns, validationScores: validation), chosen: chosen,
      confusion: hasConfusion ? confusion : nil, classNames: try reader.texts(),
      ignoredLabels: try integers(&reader))
  }

  private static func integers(
    _ reader: inout ByteReader
  ) throws(ByteReader.Fault) -> [Int64] {
    try reader.list(least: 8) { (reader) throws(ByteReader.Fault) in try reader.integer() }
  }
}
