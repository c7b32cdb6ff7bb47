import CapiCore
import Imaging
import Probes
import Testing
import Torch

@Suite struct FeatureRowsTests {
  @Test func blocksTogetherAreAllRows() throws {
    let features = try normalFeatures(9000, 512)
    let rows = (0..<9000).map { ($0 * 7) % 9000 }
    let chosen = FeatureRows(features, rows: rows)
    #expect(chosen.blocks.count == 2)
    let parts = try Tensor.concatenated(try chosen.blocks.map { try chosen.block($0) })
    let expected = try features.indexed(0, by: try Tensor(rows))
    #expect(try (parts - expected).abs().max().item() == 0)
  }

  @Test func standardisationIsThatOfAllRows() throws {
    let features = try normalFeatures(20_000, 256) * 3 + 5
    let rows = FeatureRows(features)
    #expect(rows.blocks.count > 1)
    let standardised = try rows.standardised(by: try Standardisation(rows)).block(0..<20_000)
    #expect(try standardised.mean([0]).abs().max().item() < 1e-5)
    #expect(try (standardised.variance([0]) - Tensor.full([256], 1)).abs().max().item() < 1e-4)
  }

  @Test func halfPrecisionIsRead() throws {
    let features = try normalFeatures(10, 4)
    let half = FeatureRows(try features.to(.float16))
    #expect(try half.block(2..<5).dtype == .float32)
    let difference = try half.block(0..<10) - features
    #expect(try difference.abs().max().item() < 2e-3)
  }

  @Test func neighboursAcrossBlocksAreThoseOfOneBlock() throws {
    // 40,000 references of 256 channels are three blocks; the nearest lie in all of them.
    let references = try normalFeatures(40_000, 256)
    let queries = try normalFeatures(30, 256, seed: 2)
    let labels = (0..<40_000).map { $0 / 10_000 }
    var parameters = KNNClassification.Parameters()
    parameters.counts = [5]
    let info = DatasetInfo(
      name: "test", classNames: ["a", "b", "c", "d"], labelConvention: "", fingerprint: "f")
    func data(_ vectors: Tensor, _ labels: [Int]) throws -> ProbeData {
      ProbeData(
        patches: try vectors.unsqueezed(1), pooled: vectors, labels: labels, pixelLabels: [])
    }
    for distance in [Distance.l2, .cosine] {
      parameters.distances = [distance]
      let outcome = try KNNClassification.make(parameters).evaluate(
        ProbeInput(
          train: data(references, labels), test: data(queries, [Int](repeating: 0, count: 30)),
          info: info, gridRows: 1, gridColumns: 1, patch: 1, seed: 1))
      // The same with one matrix of all similarities.
      let mean = try references.mean([0], keep: true)
      let deviation = try references.variance([0], keep: true).sqrt()
      var x = try (references - mean) / deviation
      var y = try (queries - mean) / deviation
      if distance == .cosine {
        x = try x / x.norm([1], keep: true)
        y = try y / y.norm([1], keep: true)
      }
      let near = try (y.linear(x) - (x * x).sum([1]) * 0.5).topK(5).indices.elements(Int64.self)
      var expected = [Int64](repeating: 0, count: 4)
      for query in 0..<30 {
        // Equal votes go to the nearer ones, by the bonus of the ranks.
        var votes = [Double](repeating: 0, count: 4)
        for rank in 0..<5 {
          votes[labels[Int(near[query * 5 + rank])]] += 1 + Double(5 - rank) / 150
        }
        expected[votes.indices.max { votes[$0] < votes[$1] } ?? 0] += 1
      }
      #expect(outcome.confusion[0] == expected)
    }
  }
}
