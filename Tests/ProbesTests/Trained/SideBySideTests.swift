import Probes
import Testing
import Torch

/// The same probes as PyTorch's, from the same weights, in the same order of images.
@Suite struct SideBySideTests {
  private struct Expected: Decodable {
    struct Result: Decodable {
      let rate: Double
      let decay: Double
      let logits: [Float]
    }
    let images: Int
    let tokens: Int
    let channels: Int
    let classes: Int
    let features: [Float]
    let labels: [Int]
    let queries: [Float]
    let keys: [Float]
    let values: [Float]
    let epochs: Int
    let batch: Int
    let order: [[Int]]
    let results: [String: [Result]]
  }

  private let expected: Expected
  private let features: Tensor

  init() throws {
    expected = try Fixture.read("trained-probes.json")
    features = try Tensor(
      expected.features, shape: [expected.images, expected.tokens, expected.channels])
  }

  private func compare(_ model: some SideBySideModel, with name: String) throws {
    let results = try #require(expected.results[name])
    let order = expected.order
    try SideBySideTraining(epochs: expected.epochs, batch: expected.batch) { order[$0] }.train(
      [model], labels: try Tensor(expected.labels), rates: results.map(\.rate),
      decays: results.map(\.decay))
    let all = try noGrad { try model.logits(try Tensor(Array(0..<expected.images))) }
    for (index, result) in results.enumerated() {
      let found = try all.selected(1, index).elements(Float.self)
      let largest = zip(found, result.logits).map { abs($0 - $1) }.max() ?? .infinity
      #expect(largest < 2e-3, "\(name), rate \(result.rate), decay \(result.decay): \(largest)")
    }
  }

  @Test func linearClassifiersLearnWhatPyTorchsLearn() throws {
    try compare(
      try LinearClassifiers(
        features: try features.mean([1]), classes: expected.classes, count: 4), with: "linear")
  }

  @Test func attentiveClassifiersLearnWhatPyTorchsLearn() throws {
    let heads = AttentiveClassifiers.heads(channels: expected.channels)
    #expect(heads == 2)
    try compare(
      try AttentiveClassifiers(
        features: features, classes: expected.classes, count: 4,
        queries: try Tensor(expected.queries, shape: [heads, 64]),
        keys: try Tensor(expected.keys, shape: [heads * 64, expected.channels]),
        values: try Tensor(expected.values, shape: [heads * 64, expected.channels])),
      with: "attentive")
  }

  @Test func aClassifierThatDivergesLeavesTheOthersAlone() throws {
    let vectors = try features.mean([1])
    func logits(_ rates: [Double]) throws -> Tensor {
      let model = try LinearClassifiers(
        features: vectors, classes: expected.classes, count: rates.count)
      let order = expected.order
      try SideBySideTraining(epochs: 2, batch: 16) { order[$0] }.train(
        [model], labels: try Tensor(expected.labels), rates: rates,
        decays: rates.map { _ in 0 })
      return try noGrad { try model.logits(try Tensor([0, 1, 2])).selected(1, 0) }
    }
    let alone = try logits([1e-2]).elements(Float.self)
    let beside = try logits([1e-2, 1e38]).elements(Float.self)
    #expect(zip(alone, beside).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
