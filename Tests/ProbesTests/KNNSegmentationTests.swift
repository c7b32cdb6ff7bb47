import CapiCore
import Imaging
import Probes
import Testing
import Torch

@Suite struct KNNSegmentationTests {
  private let info = DatasetInfo(
    name: "test", pixelClassNames: ["ignored", "a", "b"], ignoredLabels: [0],
    labelConvention: "0 is ignored", fingerprint: "test")

  /// Images of 2 × 2 patches of 2 × 2 pixels; every pixel of a patch has the patch's label.
  private func data(_ labels: [[UInt8]], features: (UInt8, Int) -> [Float]) throws -> ProbeData {
    var pixels: [UInt8] = []
    var values: [Float] = []
    for (image, patches) in labels.enumerated() {
      for row in 0..<4 { pixels += (0..<4).map { patches[row / 2 * 2 + $0 / 2] } }
      for (place, label) in patches.enumerated() { values += features(label, image * 4 + place) }
    }
    let tokens = try Tensor(values, shape: [labels.count, 4, values.count / labels.count / 4])
    return ProbeData(
      patches: tokens, pooled: try tokens.mean([1]), labels: [], pixelLabels: pixels)
  }

  private func evaluate(
    _ train: ProbeData, _ test: ProbeData
  ) throws -> ProbeOutcome {
    var parameters = KNNSegmentation.Parameters()
    parameters.counts = [1, 3]
    return try KNNSegmentation.make(parameters).evaluate(
      ProbeInput(
        train: train, test: test, info: info, gridRows: 2, gridColumns: 2, patch: 2, seed: 1))
  }

  private let train: [[UInt8]] = [
    [1, 2, 1, 2], [2, 2, 1, 1], [1, 1, 2, 0], [2, 1, 0, 2], [1, 2, 2, 1],
  ]

  @Test func featuresThatTellTheLabelAreAlwaysRight() throws {
    func telling(_ label: UInt8, _ index: Int) -> [Float] {
      [Float(label == 1 ? 1 : -1), Float(index % 7) * 0.01]
    }
    let outcome = try evaluate(
      data(train, features: telling), data([[1, 2, 2, 1], [0, 1, 2, 2]], features: telling))
    #expect(outcome.scores.map(\.metric.name) == ["mIoU", "pixel_accuracy"])
    #expect(outcome.scores.map(\.value) == [100, 100])
    // Ignored pixels are neither truth nor prediction: 4 pixels a patch, 7 patches.
    #expect(outcome.confusion == [[0, 0, 0], [0, 12, 0], [0, 0, 16]])
    #expect(outcome.ignoredLabels == [0])
    #expect(outcome.grid.count == 4)
  }

  @Test func meanIntersectionOverUnionIsTheMeanOverClassesOfTheTruth() throws {
    // Patch 3 of the test image looks like class 1 but is 2: IoU of 1 is 2/3, of 2 is 1/2.
    func looks(_ label: UInt8, _ index: Int) -> [Float] { [Float(label == 1 ? 1 : -1), 0.5] }
    let test = try data([[1, 1, 2, 2]]) { label, index in looks(index == 3 ? 1 : label, index) }
    let outcome = try evaluate(try data(train, features: looks), test)
    #expect(abs(outcome.scores[0].value - 100 * (2.0 / 3 + 1.0 / 2) / 2) < 1e-9)
    #expect(outcome.scores[1].value == 75)
  }

  @Test func oneTrainingImageIsRefused() throws {
    let one = try data([[1, 2, 1, 2]]) { label, _ in [Float(label)] }
    #expect {
      try evaluate(one, one)
    } throws: { "\($0)" == "knn-segmentation: 1 training image; 2 or more are needed" }
  }

  @Test func dataWithoutPixelLabelsIsRefused() throws {
    let plain = DatasetInfo(
      name: "photos", classNames: ["x"], labelConvention: "", fingerprint: "f")
    #expect(
      try KNNSegmentation.make(.init()).refusal(of: plain)
        == "knn-segmentation needs pixel labels, which data set 'photos' does not have")
  }
}
