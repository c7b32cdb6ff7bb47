extension JournalEntry {
  /// The payload of the record.
  package var payload: [UInt8] {
    var writer = ByteWriter()
    write(to: &writer)
    return writer.bytes
  }

  func write(to writer: inout ByteWriter) {
    switch self {
    case .opened(let opening):
      writer.integer(opening.version)
      writer.integer(opening.minimumReader)
      writer.integer(opening.generation)
      writer.text(opening.runID)
    case .metric(let metric):
      writer.integer(metric.number)
      writer.text(metric.stream)
      writer.text(metric.name)
      writer.text(metric.unit)
      writer.text(metric.longName)
      writer.text(metric.direction.rawValue)
    case .row(let row):
      writer.text(row.stream)
      writer.double(row.epoch)
      writer.double(row.wallTime)
      writer.list(row.values) {
        $0.integer($1.metric)
        $0.double($1.value)
      }
    case .event(let event):
      writer.double(event.wallTime)
      writer.text(event.level.rawValue)
      writer.text(event.text)
    case .probe(let result): write(result, to: &writer)
    case .artifact(let artifact):
      writer.text(artifact.kind)
      writer.text(artifact.path)
      writer.integer(artifact.bytes)
      writer.text(artifact.sha256)
    case .artifactRemoved(let path): writer.text(path)
    case .state(let state, let reason, let complete, let utc):
      writer.text(state.rawValue)
      writer.text(reason)
      writer.integer(UInt8(complete ? 1 : 0))
      writer.text(utc)
    }
  }

  private static func write(_ entries: [TextEntry], to writer: inout ByteWriter) {
    writer.list(entries) {
      $0.text($1.key)
      $0.text($1.text)
    }
  }

  private func write(_ result: ProbeResult, to writer: inout ByteWriter) {
    writer.text(result.name)
    writer.text(result.subject)
    writer.list(result.scores) {
      $0.text($1.name)
      $0.double($1.value)
      $0.text($1.unit)
      $0.text($1.direction.rawValue)
    }
    writer.list(result.grid.columns) {
      $0.text($1.name)
      $0.texts($1.values)
    }
    writer.list(result.grid.validationScores) { $0.double($1) }
    Self.write(result.chosen, to: &writer)
    writer.integer(UInt8(result.confusion == nil ? 0 : 1))
    writer.list(result.confusion ?? []) { writer, row in
      writer.list(row) { $0.integer($1) }
    }
    writer.texts(result.classNames)
    writer.list(result.ignoredLabels) { $0.integer($1) }
  }
}
