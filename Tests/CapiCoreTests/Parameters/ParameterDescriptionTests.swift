import CapiCore
import Testing

@Suite struct ParameterDescriptionTests {
  @Test func describesEveryParameter() {
    #expect(
      SampleParameters.descriptions.map { "\($0.name): \($0.type)" } == [
        "count: integer", "ratio: number", "roll: true or false", "label: text",
        "distance: one of huber, mse, l2-cosine", "limit: integer or null",
        "scale: list of numbers", "neighbours: list of integers",
        "distances: list of (one of huber, mse, l2-cosine)", "threads: integer",
      ])
    let scale = SampleParameters.descriptions[6]
    #expect(scale.default == .array([.double(0.6), .double(1)]))
    #expect(scale.range?.description == "in 0.01…1.0")
    #expect(scale.count == 2)
    #expect(SampleParameters.descriptions[0].range?.description == "1 or more")
    #expect(SampleParameters.descriptions[0].unit == "blocks")
    #expect(SampleParameters.descriptions[4].choices == ["huber", "mse", "l2-cosine"])
    #expect(SampleParameters.descriptions.filter { !$0.semantic }.map(\.name) == ["threads"])
  }
}
