public import CapiCore
import Foundation
public import Imaging
import Torch

/// Multinomial logistic regression on frozen patch features, scored by mean IoU over pixels (paper,
/// evaluation protocol).
///
/// A patch's label is its most frequent pixel label; features are standardised on the training
/// patches. C is chosen on a tenth of the training images, the classifier is fitted again on all of
/// them, and the score is over the pixels of the test images.
public struct LogisticSegmentation: ProbeComponent, Probe {
  public struct Parameters: ParameterSet {
    public var exponents = [-6.0, 5.0]
    public var steps = 8
    public var maximumIterations = 300
    public var tolerance = 1e-4
    public var trainImages: Int?
    public var testImages: Int?
    public var crops = 0
    public init() {}
    public static let fields: [Field<Self>] =
      [
        Field(
          "c_exponents", \.exponents, in: -12...12, count: 2,
          "Ends of the grid of C = 10^exponent, the inverse strength of the L2 penalty."),
        Field("c_steps", \.steps, in: 1...100, "Values of C, evenly spaced in the exponent."),
        Field(
          "max_iterations", \.maximumIterations, in: 1...1_000_000, unit: "iterations",
          "Iterations of L-BFGS for each C, at most."),
        Field(
          "tolerance", \.tolerance, in: 1e-12...1,
          "L-BFGS ends where no component of the gradient of the mean loss is larger."),
      ] + Field<Self>.imageLimits(train: \.trainImages, test: \.testImages) + [
        Field<Self>.crops(\.crops)
      ]
  }

  public static let name = "logistic-segmentation"
  public static let summary = "Logistic regression on patch features, mean IoU over test pixels."

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public static func check(_ parameters: Parameters, _ shapes: ExperimentShapes)
    -> [ParameterIssue]
  {
    parameters.exponents[0] <= parameters.exponents[1]
      ? []
      : [
        ParameterIssue(
          key: "c_exponents", message: "the first must not be larger than the second")
      ]
  }

  public var images: ProbeImages {
    ProbeImages(
      train: parameters.trainImages, test: parameters.testImages, crops: parameters.crops,
      pooling: .mean)
  }

  public func refusal(of info: DatasetInfo) -> String? { info.refusal(ofPixelProbe: Self.name) }

  private var grid: [Double] {
    let (first, last) = (parameters.exponents[0], parameters.exponents[1])
    guard parameters.steps > 1, first < last else { return [pow(10, first)] }
    return (0..<parameters.steps).map {
      pow(10, first + (last - first) * Double($0) / Double(parameters.steps - 1))
    }
  }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let task = try SegmentationTask(input, name: Self.name)
    let solver = LBFGS(
      gradientTolerance: parameters.tolerance, maximumIterations: parameters.maximumIterations)
    var warnings: [String] = []

    let fit = try Fit(task, tokens: task.fitTokens)
    let held = try task.features(of: task.validationTokens)
      .standardised(by: fit.standardise).held()
    var trials: [(c: Double, score: Double, model: LogisticRegression.Model)] = []
    for c in grid {
      // From the strongest penalty to the weakest: each optimum is near the one before.
      let model = try fit.regression.fit(c: c, from: trials.last?.model.values, by: solver)
      trials.append((c, task.validationScore(try fit.predict(model, held)), model))
    }
    guard let best = trials.max(by: { $0.score < $1.score || $0.score.isNaN }) else {
      throw ProbeError("\(Self.name): 'c_steps' is 0; give at least one")
    }
    let whole = try Fit(task, tokens: task.allTokens)
    let start = whole.present == fit.present ? best.model.values : nil
    let model = try whole.regression.fit(c: best.c, from: start, by: solver)
    if model.end == .iterationsUsedUp {
      warnings.append(
        "L-BFGS stopped after \(model.iterations) iterations with a gradient of "
          + "\(GridEdge.text(model.gradient)); raise max_iterations")
    }
    warnings += GridEdge.warnings("C", trials.map(\.c), chosen: best.c)
    return task.outcome(
      try whole.predict(model, task.testFeatures.standardised(by: whole.standardise)),
      trials: trials.map { .init(setting: ["C": GridEdge.text($0.c)], validation: $0.score) },
      chosen: ["C": GridEdge.text(best.c)], warnings: warnings)
  }

  /// A regression over the classes that some tokens have, and the way from and to its numbering.
  private struct Fit {
    /// Ascending; the regression's class i is the data set's class `present[i]`.
    let present: [Int64]
    let standardise: Standardisation
    let regression: LogisticRegression

    init(_ task: SegmentationTask, tokens: [Int]) throws {
      let labels = task.labels(of: tokens)
      present = Set(labels).sorted()
      let numbers = Dictionary(
        uniqueKeysWithValues: zip(present, (0..<Int64(present.count))))
      let features = task.features(of: tokens)
      standardise = try Standardisation(features)
      regression = try LogisticRegression(
        features.standardised(by: standardise), labels: labels.compactMap { numbers[$0] },
        classes: present.count)
    }

    func predict(_ model: LogisticRegression.Model, _ features: FeatureRows) throws -> [Int64] {
      try LogisticRegression.predict(model.values, classes: present.count, features: features)
        .map { present[Int($0)] }
    }
  }
}
