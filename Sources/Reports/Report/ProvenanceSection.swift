import Store

/// Where the numbers come from: machines, versions, data, commits, each with its trials.
struct ProvenanceSection {
  let report: SweepReport

  var section: ReportSection? {
    let records = report.results.trials.compactMap(\.record)
    guard !records.isEmpty else { return nil }
    var order: [TextEntry] = []
    var counts: [String: Int] = [:]
    for record in records {
      // A record may state one fact in two places.
      var stated: Set<String> = []
      for entry in Self.facts(of: record) where !entry.text.isEmpty {
        let key = entry.key + "\u{0}" + entry.text
        guard stated.insert(key).inserted else { continue }
        if counts[key] == nil { order.append(entry) }
        counts[key, default: 0] += 1
      }
    }
    // Values of one key stand together, in the order in which keys were met.
    var keys: [String] = []
    for entry in order where !keys.contains(entry.key) { keys.append(entry.key) }
    var table = HTMLTable(
      caption: "Facts that all records state, and how many trials state them",
      columns: [("what", false), ("value", false), ("trials", true)])
    for key in keys {
      for entry in order where entry.key == key {
        table.append([
          .text(entry.key), .text(entry.text, style: "value"),
          .number(Int64(counts[key + "\u{0}" + entry.text] ?? 0)),
        ])
      }
    }
    return ReportSection(id: "provenance", title: "Provenance", html: table.html(isSortable: false))
  }

  private static func facts(of record: RunRecord) -> [TextEntry] {
    let provenance = record.provenance
    let dirty =
      provenance.gitDiff.isEmpty ? "" : "yes, \(provenance.gitDiff.utf8.count) bytes in the record"
    var facts = [
      TextEntry("capi", record.header.creatorVersion),
      TextEntry("commit", provenance.gitCommit), TextEntry("uncommitted changes", dirty),
      TextEntry("data fingerprint", provenance.dataFingerprint),
      TextEntry("host", provenance.host), TextEntry("cpu", provenance.cpu),
      TextEntry("gpu", provenance.gpu),
    ]
    facts += provenance.versions
    facts += provenance.environment.map { TextEntry("environment \($0.key)", $0.text) }
    return facts
  }
}
