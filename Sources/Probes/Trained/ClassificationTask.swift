import CapiCore
import Imaging

/// What every classification probe shares: validation images, top-1 and top-5, doubts.
struct ClassificationTask {
  static let top1 = MetricDefinition(
    "top1", unit: "%", "images classified correctly", direction: .higher)
  static let top5 = MetricDefinition(
    "top5", unit: "%", "images whose class is among the five likeliest", direction: .higher)

  let classes: Int
  /// Training images: all, nine tenths and one tenth.
  let all: [Int]
  let fit: [Int]
  let validation: [Int]
  /// Classes that a prediction names: five where more than five exist, else one.
  var ranks: Int { classes > 5 ? 5 : 1 }

  private let trainLabels: [Int]
  private let testLabels: [Int]
  private let classNames: [String]

  /// - Parameter name: the probe's, for messages.
  init(_ input: ProbeInput, name: String) throws {
    classNames = input.info.classNames
    classes = classNames.count
    trainLabels = input.train.labels
    testLabels = input.test.labels
    guard trainLabels.count >= 2 else {
      throw ProbeError("\(name): \(trainLabels.count) training image; 2 or more are needed")
    }
    all = Array(trainLabels.indices)
    (fit, validation) = ValidationSplit.choose(of: trainLabels.count, seed: input.seed)
  }

  var testCount: Int { testLabels.count }

  /// Top-1 in % on the validation images; `predictions` in their order.
  func validationScore(_ predictions: [[Int64]]) -> Double {
    let right = zip(validation, predictions).count { trainLabels[$0] == Int($1.first ?? -1) }
    return 100 * Double(right) / Double(validation.count)
  }

  /// Top-5 is scored where predictions name five classes.
  ///
  /// - Parameter predictions: of every test image, best first.
  func outcome(
    _ predictions: [[Int64]], trials: [ProbeOutcome.Trial], chosen: [String: String],
    warnings: [String]
  ) -> ProbeOutcome {
    var confusion = Confusion(classes: classes)
    var among = 0
    for (label, ranked) in zip(testLabels, predictions) {
      confusion.add(truth: label, prediction: Int(ranked[0]))
      if ranked.contains(Int64(label)) { among += 1 }
    }
    var present = [Int64](repeating: 0, count: classes)
    for label in trainLabels { present[label] += 1 }
    var scores = [ProbeOutcome.Score(Self.top1, 100 * confusion.accuracy)]
    if predictions.first?.count == 5 {
      scores.append(.init(Self.top5, 100 * Double(among) / Double(testLabels.count)))
    }
    return ProbeOutcome(
      scores: scores, grid: trials, chosen: chosen, confusion: confusion.rows,
      classNames: classNames,
      warnings: warnings
        + confusion.warnings(training: present, classNames: classNames, what: "images"))
  }
}
