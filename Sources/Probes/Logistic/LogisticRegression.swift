package import Torch

/// Multinomial logistic regression with an L2 penalty, on all rows at once.
///
/// Minimises mean cross-entropy + ‖W‖² / (2 · C · rows) over weights and intercepts; intercepts are
/// not penalised. That is scikit-learn's `LogisticRegression(C=C)` with its objective divided by
/// C · rows. Rows go through the device in blocks, so memory does not grow with rows × classes.
package struct LogisticRegression {
  /// What was fitted.
  package struct Model {
    /// `[class, channel]` and then `[class]` intercepts, flat.
    package let values: [Double]
    /// The objective at the end.
    package let objective: Double
    /// The largest component of its gradient, as a magnitude.
    package let gradient: Double
    package let end: LBFGS.End
    package let iterations: Int
  }

  private let features: FeatureRows
  /// `[row, 1]`, int64.
  private let labels: Tensor
  private let classes: Int
  private var rows: Int { features.count }
  private var channels: Int { features.channels }

  /// - Parameters:
  ///   - features: standardised rows; kept in memory where they are few.
  ///   - labels: the class of each row, 0 ..< `classes`; every class should have a row.
  package init(_ features: FeatureRows, labels: [Int64], classes: Int) throws(TorchError) {
    self.features = try features.held()
    self.labels = try Tensor(labels, shape: [labels.count, 1], device: features.device)
    self.classes = classes
  }

  /// - Parameters:
  ///   - c: inverse of the penalty's strength, positive.
  ///   - start: a model to begin from, for another `c` for instance; zeros where not given.
  package func fit(c: Double, from start: [Double]? = nil, by solver: LBFGS) throws -> Model {
    let result = try solver.minimise(
      from: start ?? [Double](repeating: 0, count: classes * (channels + 1))
    ) { try objective($0, c: c) }
    return Model(
      values: result.point, objective: result.value, gradient: result.gradient, end: result.end,
      iterations: result.iterations)
  }

  /// The objective and its gradient.
  package func objective(
    _ values: [Double], c: Double
  ) throws(TorchError) -> (value: Double, gradient: [Double]) {
    let (weights, intercepts) = try Self.split(
      values, classes: classes, channels: channels, device: features.device)
    let device = features.device
    var loss = try Tensor.zeros([], dtype: .float64, device: device)
    var weightGradient = try Tensor.zeros([classes, channels], dtype: .float64, device: device)
    var interceptGradient = try Tensor.zeros([classes], dtype: .float64, device: device)
    for range in features.blocks {
      let block = try features.block(range)
      let truth = try labels.narrowed(0, from: range.lowerBound, count: range.count)
      // Products in float32, everything that is summed or exponentiated in float64.
      let logits = try block.linear(weights).to(.float64) + intercepts
      let logarithms = try logits.logSoftmax()
      loss = try loss - logarithms.gathered(1, by: truth).sum()
      let one = try Tensor.full([range.count, 1], -1, dtype: .float64, device: device)
      let difference = try logarithms.exp().scatterAdded(1, at: truth, one)
      interceptGradient = try interceptGradient + difference.sum([0])
      weightGradient =
        try weightGradient
        + difference.to(.float32).transposed(0, 1).matmul(block).to(.float64)
    }
    let strength = 1 / (c * Double(rows))
    var gradient = try weightGradient.elements(Double.self) + interceptGradient.elements()
    var penalty = 0.0
    for index in gradient.indices {
      gradient[index] /= Double(rows)
      guard index < classes * channels else { continue }
      gradient[index] += strength * values[index]
      penalty += values[index] * values[index]
    }
    return (try loss.item() / Double(rows) + strength * penalty / 2, gradient)
  }

  /// The class of each row of `features`, standardised as the training rows.
  package static func predict(
    _ values: [Double], classes: Int, features: FeatureRows
  ) throws(TorchError) -> [Int64] {
    let (weights, intercepts) = try split(
      values, classes: classes, channels: features.channels, device: features.device)
    let bias = try intercepts.to(.float32)
    var result: [Int64] = []
    for range in features.blocks {
      let logits = try features.block(range).linear(weights, bias: bias)
      result += try logits.argmax(1).elements(Int64.self)
    }
    return result
  }

  /// Weights in float32 and intercepts in float64.
  private static func split(
    _ values: [Double], classes: Int, channels: Int, device: Device
  ) throws(TorchError) -> (weights: Tensor, intercepts: Tensor) {
    (
      try Tensor(
        Array(values[..<(classes * channels)]), shape: [classes, channels], device: device
      ).to(.float32),
      try Tensor(Array(values[(classes * channels)...]), shape: [classes], device: device)
    )
  }
}
