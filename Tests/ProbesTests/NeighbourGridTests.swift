import CapiCore
import Imaging
import Probes
import Testing
import Torch

/// The numbers of neighbours that k-NN probes try, and how votes are counted.
@Suite struct NeighbourGridTests {
  private let info = DatasetInfo(
    name: "test", classNames: ["a", "b"], labelConvention: "", fingerprint: "test")

  /// Vectors of one channel.
  private func data(_ values: [Float], _ labels: [Int]) throws -> ProbeData {
    let vectors = try Tensor(values, shape: [values.count, 1])
    return ProbeData(
      patches: try vectors.unsqueezed(1), pooled: vectors, labels: labels, pixelLabels: [])
  }

  private func evaluate(
    _ counts: [Int], _ train: ProbeData, _ test: ProbeData
  ) throws -> ProbeOutcome {
    var parameters = KNNClassification.Parameters()
    parameters.counts = counts
    parameters.distances = [.l2]
    return try KNNClassification.make(parameters).evaluate(
      ProbeInput(
        train: train, test: test, info: info, gridRows: 1, gridColumns: 1, patch: 1, seed: 1))
  }

  @Test func manyEqualVotesGoToTheNearerOnes() throws {
    // Of the 400 nearest, 200 are of each class, and at each pair of ranks 'b' is the nearer one.
    // In float32 the bonus of a rank would be lost beside 200 votes.
    let outcome = try evaluate(
      [400], data((0..<450).map(Float.init), (0..<450).map { $0 % 2 == 0 ? 1 : 0 }),
      data([-1], [1]))
    #expect(outcome.confusion == [[0, 0], [0, 1]])
  }

  @Test func moreNeighboursThanReferencesAreNotTried() throws {
    let train = try data((0..<20).map(Float.init), (0..<20).map { $0 < 10 ? 0 : 1 })
    let outcome = try evaluate([1, 18, 19, 500], train, train)
    #expect(outcome.grid.map { $0.setting["k"] } == ["1", "18"])
    #expect(
      outcome.warnings == ["k = 19, 500 was not tried: there are 18 references to choose with"])
    #expect {
      try evaluate([50, 20], train, train)
    } throws: {
      "\($0)" == "knn-classification: the smallest k is 20, but there are 18 references to choose "
        + "with; give a smaller k or more training images"
    }
  }
}
