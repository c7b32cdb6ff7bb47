import CapiCore
import Imaging
import Probes
import Testing
import Torch

@Suite struct RepresentationHealthTests {
  @Test func theRankOfNoiseIsItsChannelsAndOfOneDirectionIsOne() throws {
    let noise = try normalFeatures(20_000, 8)
    #expect(abs(try FeatureSpread(noise).effectiveRank - 8) < 0.01)
    let line = try normalFeatures(500, 1).matmul(try normalFeatures(1, 8, seed: 2))
    #expect(abs(try FeatureSpread(line).effectiveRank - 1) < 1e-3)
    #expect(try FeatureSpread(try Tensor.full([50, 4], 2)).effectiveRank == 0)
  }

  @Test func theRankIsTheExponentialOfTheEntropyOfSingularValues() {
    #expect(abs(FeatureSpread.effectiveRank([5, 5, 5]) - 3) < 1e-12)
    // Shares 3/4 and 1/4: exp(0.5623…).
    #expect(abs(FeatureSpread.effectiveRank([3, 1, 0]) - 1.754_765) < 1e-6)
  }

  @Test func lengthsAndTheirMeanDirection() throws {
    let spread = try FeatureSpread(try Tensor([3, 4, -3, 4] as [Float], shape: [2, 2]))
    #expect(abs(spread.meanNorm - 5) < 1e-6)
    #expect(spread.normDeviation == 0)
    #expect(abs(spread.meanDirection - 0.8) < 1e-6)
  }

  @Test func uniformityIsZeroForEqualFeaturesAndLowForOpposites() throws {
    #expect(abs(try FeatureSpread.uniformity(try Tensor.full([10, 3], 2))) < 1e-6)
    // One pair at distance 2: exp(−2 · 4).
    let opposites = try Tensor([1, 0, -1, 0] as [Float], shape: [2, 2])
    #expect(abs(try FeatureSpread.uniformity(opposites) + 8) < 1e-3)
    #expect(try FeatureSpread.uniformity(try normalFeatures(2000, 64)) < -3.5)
  }

  @Test func clustersThatTellThePlaceHaveAllTheInformation() {
    let positions = (0..<4000).map { $0 % 16 }
    let collapsed = PositionInformation(
      clusters: positions.map { Int64($0 / 2) }, positions: positions, positionCount: 16)
    #expect(abs(collapsed.share - 1) < 1e-6)
    var random = RandomStream(seed: 1, purpose: "test")
    let free = PositionInformation(
      clusters: positions.map { _ in Int64(random.integer(below: 8)) }, positions: positions,
      positionCount: 16)
    // Without the correction chance alone would give 7 · 15 / 8000 = 0.013.
    #expect(free.information < 0.006)
  }

  @Test func kMeansFindsDirectionsWhateverTheLengths() throws {
    var values: [Float] = []
    for index in 0..<90 {
      let length = Float(1 + index)
      let noise = Float(index % 5) * 0.01
      values +=
        [[length, noise * length], [-length, noise * length], [noise * length, -length]][
          index % 3]
    }
    // From some first centres k-means ends elsewhere, from others it finds all three.
    let features = try Tensor(values, shape: [90, 2])
    let isFound = try (UInt64(0)..<20).contains { seed in
      let found = try SphericalKMeans.assign(features, clusters: 3, seed: seed)
      return Set(found.prefix(3)).count == 3
        && (0..<90).allSatisfy { found[$0] == found[$0 % 3] }
    }
    #expect(isFound)
  }

  @Test func neighboursOfTheSameFeaturesAreShared() throws {
    let features = try normalFeatures(400, 16)
    #expect(try NeighbourOverlap.share(features, features * 3, neighbours: 10) == 1)
    let other = try NeighbourOverlap.share(
      features, try normalFeatures(400, 16, seed: 2), neighbours: 10)
    #expect(abs(other - 10.0 / 399) < 0.01)
  }

  @Test func theProbeReportsUnitsAndDirectionsAndWarnsOfACollapse() throws {
    func data(_ tensor: Tensor) throws -> ProbeData {
      ProbeData(patches: tensor, pooled: try tensor.mean([1]), labels: [], pixelLabels: [])
    }
    let tokens = try normalFeatures(40 * 4, 6).reshaped(40, 4, 6)
    let info = DatasetInfo(name: "photos", labelConvention: "", fingerprint: "f")
    func outcome(_ tokens: Tensor, counterpart: Tensor?) throws -> ProbeOutcome {
      try RepresentationHealth.make(.init()).evaluate(
        ProbeInput(
          train: data(tokens), test: data(tokens), info: info, gridRows: 2, gridColumns: 2,
          patch: 2, seed: 1, counterpart: counterpart.map(data)))
    }
    let sound = try outcome(tokens, counterpart: tokens)
    #expect(
      sound.scores.map { "\($0.metric.name) [\($0.metric.unit)] \($0.metric.direction)" } == [
        "effective_rank [1] higher", "relative_rank [%] higher", "uniformity [1] lower",
        "mean_direction [1] lower", "feature_norm [1] none", "feature_norm_spread [%] none",
        "position_information [nat] lower", "position_share [%] lower",
        "neighbour_overlap [%] none",
      ])
    #expect(sound.scores.last?.value == 100)
    #expect(sound.warnings.isEmpty)
    let collapsed = try outcome(try Tensor.full([40, 4, 6], 1) + tokens * 0, counterpart: nil)
    #expect(
      collapsed.warnings == ["the features have collapsed: their effective rank is below 2"])
    #expect(collapsed.scores.count == 8)
  }
}
