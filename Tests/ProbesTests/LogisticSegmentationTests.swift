import CapiCore
import Imaging
import Probes
import Testing
import Torch

@Suite struct LogisticSegmentationTests {
  private let info = DatasetInfo(
    name: "test", pixelClassNames: ["ignored", "a", "b", "c"], ignoredLabels: [0],
    labelConvention: "0 is ignored", fingerprint: "test")

  /// Images of 2 × 2 patches of 2 × 2 pixels with one label a patch.
  private func data(_ images: Int, seed: UInt64, classes: Int) throws -> ProbeData {
    var random = RandomStream(seed: seed, purpose: "test")
    var pixels: [UInt8] = []
    var values: [Float] = []
    for _ in 0..<images {
      let patches = (0..<4).map { _ in UInt8(1 + random.integer(below: classes)) }
      for row in 0..<4 { pixels += (0..<4).map { patches[row / 2 * 2 + $0 / 2] } }
      for label in patches {
        values += (0..<3).map { Float(random.normal() * 0.1 + ($0 + 1 == Int(label) ? 1 : 0)) }
      }
    }
    let tokens = try Tensor(values, shape: [images, 4, 3])
    return ProbeData(
      patches: tokens, pooled: try tokens.mean([1]), labels: [], pixelLabels: pixels)
  }

  private func evaluate(_ train: ProbeData, _ test: ProbeData) throws -> ProbeOutcome {
    try LogisticSegmentation.make(.init()).evaluate(
      ProbeInput(
        train: train, test: test, info: info, gridRows: 2, gridColumns: 2, patch: 2, seed: 1))
  }

  @Test func classesApartAreTold() throws {
    let outcome = try evaluate(
      try data(60, seed: 1, classes: 3), try data(20, seed: 2, classes: 3))
    #expect(outcome.scores.map(\.metric.name) == ["mIoU", "pixel_accuracy"])
    #expect(outcome.scores[0].value > 99)
    #expect(
      outcome.grid.map { $0.setting["C"] ?? "" } == [
        "1e-06", "3.728e-05", "0.001389", "0.05179", "1.931", "71.97", "2683", "100000",
      ])
    #expect(outcome.confusion[0] == [0, 0, 0, 0])
    #expect(outcome.ignoredLabels == [0])
  }

  @Test func aClassThatTrainingLacksIsNeverPredictedAndSaid() throws {
    let outcome = try evaluate(
      try data(60, seed: 1, classes: 2), try data(20, seed: 2, classes: 3))
    #expect(outcome.confusion.map { $0[3] } == [0, 0, 0, 0])
    #expect(
      outcome.warnings.contains(
        "in the test split but in no training example, so never predicted: c"))
  }

  @Test func exponentsInTheWrongOrderAreRefused() {
    var parameters = LogisticSegmentation.Parameters()
    parameters.exponents = [2, 1]
    let shapes = ExperimentShapes(
      imageSize: 4, patch: 2, maskedTokens: 2, predictedTokens: 1, batch: 1, steps: 1, width: 3,
      depth: 1, heads: 1, registers: 0)
    #expect(
      LogisticSegmentation.check(parameters, shapes) == [
        ParameterIssue(
          key: "c_exponents", message: "the first must not be larger than the second")
      ])
  }
}
