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

  private let blocks: [Block]
  private let rows: Int
  private let channels: Int
  private let classes: Int
  private let device: Device

  private struct Block {
    let features: Tensor
    /// `[row, 1]`, int64.
    let labels: Tensor
    /// `[row, class]`, float64.
    let oneHot: Tensor
  }

  /// - Parameters:
  ///   - features: `[row, channel]`, float32, standardised.
  ///   - labels: the class of each row, 0 ..< `classes`; every class should have a row.
  package init(features: Tensor, labels: [Int64], classes: Int) throws(TorchError) {
    rows = features.size(0)
    channels = features.size(1)
    self.classes = classes
    device = features.device
    let size = Self.blockRows(channels: channels, classes: classes)
    var blocks: [Block] = []
    var start = 0
    while start < rows {
      let count = min(size, rows - start)
      let truth = try Tensor(
        Array(labels[start..<start + count]), shape: [count, 1], device: device)
      blocks.append(
        Block(
          features: try features.narrowed(0, from: start, count: count), labels: truth,
          oneHot: try truth.squeezed(1).oneHot(classes).to(.float64)))
      start += count
    }
    self.blocks = blocks
  }

  private static func blockRows(channels: Int, classes: Int) -> Int {
    max(256, (1 << 22) / max(channels, classes))
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
      values, classes: classes, channels: channels, device: device)
    var loss = try Tensor.zeros([], dtype: .float64, device: device)
    var weightGradient = try Tensor.zeros([classes, channels], dtype: .float64, device: device)
    var interceptGradient = try Tensor.zeros([classes], dtype: .float64, device: device)
    for block in blocks {
      // Products in float32, everything that is summed or exponentiated in float64.
      let logits = try block.features.linear(weights).to(.float64) + intercepts
      let logarithms = try logits.logSoftmax()
      loss = try loss - logarithms.gathered(1, by: block.labels).sum()
      let difference = try logarithms.exp() - block.oneHot
      interceptGradient = try interceptGradient + difference.sum([0])
      weightGradient =
        try weightGradient
        + difference.to(.float32).transposed(0, 1).matmul(block.features).to(.float64)
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

  /// The class of each row of `features`, `[row, channel]`, standardised as the training rows.
  package static func predict(
    _ values: [Double], classes: Int, features: Tensor
  ) throws(TorchError) -> [Int64] {
    let (weights, intercepts) = try split(
      values, classes: classes, channels: features.size(1), device: features.device)
    let bias = try intercepts.to(.float32)
    var result: [Int64] = []
    var start = 0
    while start < features.size(0) {
      let count = min(
        blockRows(channels: features.size(1), classes: classes), features.size(0) - start)
      let logits = try features.narrowed(0, from: start, count: count)
        .linear(weights, bias: bias)
      result += try logits.argmax(1).elements(Int64.self)
      start += count
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
