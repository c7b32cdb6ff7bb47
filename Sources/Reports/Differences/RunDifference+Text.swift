import Foundation

extension RunDifference {
  /// The differences for a terminal.
  ///
  /// - Parameter width: columns of the terminal; nil for no limit.
  public func text(width: Int? = nil) -> String {
    [
      "first   \(firstID)\nsecond  \(secondID)\n",
      table("configuration", configuration, nothing: "The configurations are equal.", width: width),
      table("surroundings", surroundings, nothing: "", width: width),
      curves.map { sentence(of: $0, width: width) }.joined(), ignored, scoreTable(width: width),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func table(_ title: String, _ facts: [Fact], nothing: String, width: Int?) -> String {
    if facts.isEmpty { return nothing.isEmpty ? "" : nothing + "\n" }
    var table = TextTable(
      columns: [.init(title), .init("first"), .init("second")], leadingColumns: 1)
    for fact in facts {
      table.append([.init(fact.key), .init(fact.first ?? "–"), .init(fact.second ?? "–")])
    }
    return table.text(width: width, styled: false)
  }

  private func sentence(of curve: Curve, width: Int?) -> String {
    switch curve {
    case .equal(let stream, let rows): return "\(stream): all \(rows) rows are equal.\n"
    case .lengths(let stream, let first, let second):
      return "\(stream): equal as far as both go; the first has \(first) rows, the second "
        + "\(second).\n"
    case .missing(let stream, let inFirst):
      return "\(stream): only the \(inFirst ? "second" : "first") run has this stream.\n"
    case .parts(let parting):
      let step = parting.step.map { "step \($0)" } ?? "the end"
      let before =
        parting.equalRows == 0 ? "the first row" : "\(parting.equalRows) equal rows before it"
      var table = TextTable(
        columns: [
          .init("at \(step)"), .init("first", .right), .init("second", .right),
          .init("difference", .right),
        ], leadingColumns: 1)
      for value in parting.values {
        table.append(Self.row(value.metric, value.first, value.second))
      }
      return "\(parting.stream) parts at \(step) (\(before)):\n"
        + table.text(width: width, styled: false)
    }
  }

  private var ignored: String {
    ignoredMetrics.isEmpty
      ? ""
      : "Not compared, because time never repeats: \(ignoredMetrics.joined(separator: ", ")).\n"
  }

  private func scoreTable(width: Int?) -> String {
    let equal = equalScores == 0 ? "" : "\(equalScores) final scores are equal.\n"
    if scores.isEmpty { return equal }
    var table = TextTable(
      columns: [
        .init("score"), .init("first", .right), .init("second", .right),
        .init("difference", .right),
      ], leadingColumns: 1)
    for score in scores { table.append(Self.row(score.name, score.first, score.second)) }
    return table.text(width: width, styled: false) + equal
  }

  /// All digits: two runs may part in the last.
  private static func row(_ name: String, _ first: Double?, _ second: Double?) -> [TextTable.Cell] {
    var difference = "–"
    if let first, let second { difference = String(format: "%+.3g", second - first) }
    return [
      .init(name), .init(first.map { "\($0)" } ?? "–"), .init(second.map { "\($0)" } ?? "–"),
      .init(difference),
    ]
  }

  /// The differences as JSON with sorted keys.
  public func json() throws -> String {
    struct Document: Encodable {
      struct Stream: Encodable {
        let stream: String
        var equalRows: Int?
        var step: Int64?
        var values: [Parting.Value]?
        var firstRows: Int?
        var secondRows: Int?
        var missingIn: String?

        init(_ curve: Curve) {
          switch curve {
          case .equal(let stream, let rows):
            self.stream = stream
            equalRows = rows
            firstRows = rows
            secondRows = rows
          case .parts(let parting):
            stream = parting.stream
            equalRows = parting.equalRows
            step = parting.step
            values = parting.values
          case .lengths(let stream, let first, let second):
            self.stream = stream
            equalRows = min(first, second)
            firstRows = first
            secondRows = second
          case .missing(let stream, let inFirst):
            self.stream = stream
            missingIn = inFirst ? "first" : "second"
          }
        }
      }
      let first: String
      let second: String
      let configuration: [Fact]
      let surroundings: [Fact]
      let streams: [Stream]
      let notCompared: [String]
      let scores: [Score]
      let equalScores: Int
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let document = Document(
      first: firstID, second: secondID, configuration: configuration, surroundings: surroundings,
      streams: curves.map(Document.Stream.init), notCompared: ignoredMetrics, scores: scores,
      equalScores: equalScores)
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}
