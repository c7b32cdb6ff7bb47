import CapiCore
import Imaging
import Torch

/// What every segmentation probe shares: tokens, their labels, and the scores of predictions.
struct SegmentationTask {
  static let miou = MetricDefinition(
    "mIoU", unit: "%", "mean intersection over union", direction: .higher)
  static let accuracy = MetricDefinition(
    "pixel_accuracy", unit: "%", "pixels classified correctly", direction: .higher)

  let classes: Int
  private let trainFeatures: Tensor
  /// Of all test images one after another.
  let testFeatures: FeatureRows
  let train: PatchLabels
  /// Training tokens with a label, of all images, of nine tenths of them, and of the last tenth's
  /// images all tokens.
  let allTokens: [Int]
  let fitTokens: [Int]
  let validationTokens: [Int]

  private let name: String
  private let test: PatchLabels
  private let classNames: [String]
  private let ignored: Set<Int>

  /// - Parameter name: the probe's, for messages.
  init(_ input: ProbeInput, name: String) throws {
    self.name = name
    classNames = input.info.pixelClassNames
    classes = classNames.count
    ignored = Set(input.info.ignoredLabels.map(Int.init))
    let train = PatchLabels(
      input.train.pixelLabels, rows: input.gridRows, columns: input.gridColumns,
      patch: input.patch, classes: classes, ignored: ignored)
    test = PatchLabels(
      input.test.pixelLabels, rows: input.gridRows, columns: input.gridColumns,
      patch: input.patch, classes: classes, ignored: ignored)
    let images = input.train.patches.size(0)
    guard images >= 2 else {
      throw ProbeError("\(name): \(images) training image; 2 or more are needed")
    }
    trainFeatures = try input.train.patches.flattened(0, 1)
    testFeatures = FeatureRows(try input.test.patches.flattened(0, 1))
    let split = ValidationSplit.choose(of: images, seed: input.seed)
    let count = input.gridRows * input.gridColumns
    func tokens(_ images: [Int]) -> [Int] {
      images.flatMap { $0 * count..<($0 + 1) * count }
    }
    func labelled(_ tokens: [Int]) throws -> [Int] {
      let usable = tokens.filter { train.majority[$0] >= 0 }
      guard !usable.isEmpty else {
        throw ProbeError("\(name): every training patch has an ignored label")
      }
      return usable
    }
    self.train = train
    allTokens = try labelled(tokens(Array(0..<images)))
    fitTokens = try labelled(tokens(split.fit))
    validationTokens = tokens(split.validation)
  }

  func labels(of tokens: [Int]) -> [Int64] { tokens.map { train.majority[$0] } }

  func features(of tokens: [Int]) -> FeatureRows { FeatureRows(trainFeatures, rows: tokens) }

  /// mIoU in % over the pixels of the validation images.
  func validationScore(_ predictions: [Int64]) -> Double {
    100 * train.confusion(predictions, of: validationTokens).meanIntersectionOverUnion
  }

  /// - Parameter predictions: of every test token, with the chosen setting.
  func outcome(
    _ predictions: [Int64], trials: [ProbeOutcome.Trial], chosen: [String: String],
    warnings: [String]
  ) -> ProbeOutcome {
    let confusion = test.confusion(predictions, of: Array(0..<test.majority.count))
    var present = [Int64](repeating: 0, count: classes)
    for label in labels(of: allTokens) { present[Int(label)] += 1 }
    return ProbeOutcome(
      scores: [
        .init(Self.miou, 100 * confusion.meanIntersectionOverUnion),
        .init(Self.accuracy, 100 * confusion.accuracy),
      ],
      grid: trials, chosen: chosen, confusion: confusion.rows, classNames: classNames,
      ignoredLabels: ignored.sorted(),
      warnings: warnings
        + confusion.warnings(training: present, classNames: classNames, what: "pixels"))
  }
}
