import CapiCore
import Testing
import YAML

@Suite struct ParameterDecodingTests {
  private func decode(_ text: String) throws -> (SampleParameters, [String]) {
    var collector = DiagnosticCollector()
    let parameters = SampleParameters.decode(
      try Document.parse(text, file: "t.yaml"), at: KeyPathText(["loss"]),
      of: .component(.loss, "direct"), otherKeys: ["name"], into: &collector)
    return (parameters, collector.diagnostics.map(\.description))
  }

  @Test func readsEveryType() throws {
    let (parameters, faults) = try decode(
      """
      name: direct
      count: 7
      ratio: 1
      roll: false
      label: "12"
      distance: l2-cosine
      limit: 3
      scale: [0.5, 1]
      neighbours: []
      distances: [mse, huber]
      """)
    #expect(faults.isEmpty)
    var expected = SampleParameters()
    expected.count = 7
    expected.ratio = 1
    expected.roll = false
    expected.label = "12"
    expected.distance = .cosine
    expected.limit = 3
    expected.scale = [0.5, 1]
    expected.neighbours = []
    expected.distances = [.mse, .huber]
    #expect(parameters == expected)
  }

  @Test func nothingGivesTheDefaults() throws {
    let (parameters, faults) = try decode("~")
    #expect(parameters == SampleParameters())
    #expect(faults.isEmpty)
  }

  static let faults: [(String, String)] = [
    ("count: 1.5", "count: expected an integer, found 1.5"),
    ("count: 2e0", "count: expected an integer, found 2e0; write 2"),
    (
      "count: 9223372036854775808",
      "count: expected an integer, found 9223372036854775808, which is beyond 64 bits"
    ),
    ("count: four", "count: expected an integer, found the text 'four'"),
    ("count: '4'", "count: expected an integer, found the text '4'"),
    ("count:", "count: expected an integer, found nothing"),
    ("count: [1]", "count: expected an integer, found a list"),
    ("count: 0", "count: must be 1 or more, found 0"),
    ("ratio: 1.5", "ratio: must be in 0.0…1.0, found 1.5"),
    ("ratio: high", "ratio: expected a number, found the text 'high'"),
    ("ratio: .nan", "ratio: expected a finite number, found .nan"),
    ("roll: yes", "roll: expected true or false, found the text 'yes'"),
    ("roll: 1", "roll: expected true or false, found 1"),
    ("label: 12", "label: expected a text, found 12; write it in quotes"),
    ("label: {a: 1}", "label: expected a text, found a mapping"),
    (
      "distance: hubr",
      "distance: unknown value 'hubr'; did you mean 'huber'? known: huber, mse, l2-cosine"
    ),
    ("distance: 7", "distance: unknown value '7'; known: huber, mse, l2-cosine"),
    (
      "distance: ~", "distance: expected one of huber, mse, l2-cosine; found nothing"
    ),
    ("limit: 11", "limit: must be in 1…10, found 11"),
    ("limit: few", "limit: expected an integer, found the text 'few'"),
    ("scale: [1]", "scale: expected a list of 2, found 1 value"),
    ("scale: [0.5, 2]", "scale: must be in 0.01…1.0, found 2.0"),
    ("scale: 0.5", "scale: expected a list of numbers, found 0.5"),
    ("neighbours: [1, 0]", "neighbours: must be in 1…100, found 0"),
    ("neighbours: [x]", "neighbours.0: expected an integer, found the text 'x'"),
    (
      "distances: [mse, l1]",
      "distances.1: unknown value 'l1'; known: huber, mse, l2-cosine"
    ),
    (
      "thread: 1",
      "thread: unknown parameter 'thread' of loss 'direct'; did you mean 'threads'? "
        + "known: count, ratio, roll, label, distance, limit, scale, neighbours, distances, threads"
    ),
  ]

  @Test(arguments: faults) func saysWhatIsWrong(text: String, expected: String) throws {
    let (parameters, faults) = try decode(text)
    #expect(faults.count == 1)
    #expect(faults.first?.contains(": loss.\(expected)") == true, "\(faults)")
    #expect(parameters == SampleParameters())
  }

  @Test func reportsEverythingAtOnce() throws {
    let (_, faults) = try decode("count: x\nratio: 2\nneighbours: [a, 1, b]\nlabell: z\n")
    #expect(
      faults == [
        "t.yaml:1:8: loss.count: expected an integer, found the text 'x'",
        "t.yaml:2:8: loss.ratio: must be in 0.0…1.0, found 2.0",
        "t.yaml:3:14: loss.neighbours.0: expected an integer, found the text 'a'",
        "t.yaml:3:20: loss.neighbours.2: expected an integer, found the text 'b'",
        "t.yaml:4:1: loss.labell: unknown parameter 'labell' of loss 'direct'; did you mean "
          + "'label'? known: count, ratio, roll, label, distance, limit, scale, neighbours, "
          + "distances, threads",
      ])
  }

  @Test func refusesWhatIsNoMapping() throws {
    #expect(try decode("- 1").1 == ["t.yaml:1:1: loss: expected a mapping, found a list"])
  }

  @Test func findsFaultsOfValuesSetInCode() {
    var parameters = SampleParameters()
    parameters.limit = 12
    #expect(
      parameters.issues == [ParameterIssue(key: "limit", message: "must be in 1…10, found 12")])
    #expect(SampleParameters().issues.isEmpty)
  }
}
