/// A line search for the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and 3.6).
struct WolfeSearch {
  /// The objective at one step along the direction.
  struct Sample {
    let step: Double
    let value: Double
    /// Derivative along the direction.
    let slope: Double
    let point: [Double]
    let gradient: [Double]
  }

  private static let decrease = 1e-4
  private static let curvature = 0.9
  private static let evaluationLimit = 30

  /// Value and slope at step 0; the slope is negative.
  let value: Double
  let slope: Double

  /// An end of the bracket: step 0 has no sample of its own.
  private struct End {
    let step: Double
    let value: Double
    let slope: Double
    let sample: Sample?
  }

  /// - Returns: a sample that fulfils both conditions or, where rounding leaves none, the lowest
  ///   that lowers the value; nil where none does.
  func find(
    first: Double, _ sample: (Double) throws -> Sample
  ) throws -> (sample: Sample?, evaluations: Int) {
    var previous = End(step: 0, value: value, slope: slope, sample: nil)
    var step = first
    var evaluations = 0
    while evaluations < Self.evaluationLimit {
      let current = try sample(step)
      evaluations += 1
      let end = End(step: step, value: current.value, slope: current.slope, sample: current)
      guard current.value.isFinite, current.slope.isFinite else {
        step = (previous.step + step) / 2
        continue
      }
      if !isLowEnough(current) || (previous.step > 0 && current.value >= previous.value) {
        return try zoom(low: previous, high: end, evaluations: evaluations, sample)
      }
      if isFlatEnough(current) { return (current, evaluations) }
      if current.slope >= 0 {
        return try zoom(low: end, high: previous, evaluations: evaluations, sample)
      }
      previous = end
      step *= 2
    }
    return (previous.sample, evaluations)
  }

  private func isLowEnough(_ sample: Sample) -> Bool {
    sample.value <= value + Self.decrease * sample.step * slope
  }

  private func isFlatEnough(_ sample: Sample) -> Bool {
    sample.slope.magnitude <= -Self.curvature * slope
  }

  /// Narrows a bracket whose `low` end is the lowest sample so far that lowers the value.
  private func zoom(
    low: End, high: End, evaluations: Int, _ sample: (Double) throws -> Sample
  ) throws -> (sample: Sample?, evaluations: Int) {
    var (low, high, evaluations) = (low, high, evaluations)
    while evaluations < Self.evaluationLimit,
      (high.step - low.step).magnitude > 1e-12 * max(high.step, low.step)
    {
      let step = Self.minimum(low, high)
      let current = try sample(step)
      evaluations += 1
      let end = End(step: step, value: current.value, slope: current.slope, sample: current)
      if !current.value.isFinite || !isLowEnough(current) || current.value >= low.value {
        high = end
        continue
      }
      if isFlatEnough(current) { return (current, evaluations) }
      if current.slope * (high.step - low.step) >= 0 { high = low }
      low = end
    }
    let better = low.sample.map { $0.value < value } ?? false
    return (better ? low.sample : nil, evaluations)
  }

  /// Where the cubic through both ends is lowest, at least a tenth inside the bracket; the middle
  /// where there is no such place.
  private static func minimum(_ a: End, _ b: End) -> Double {
    let width = b.step - a.step
    let middle = a.step + width / 2
    let d = a.slope + b.slope - 3 * (b.value - a.value) / width
    let square = d * d - a.slope * b.slope
    guard square.isFinite, square >= 0 else { return middle }
    let root = width > 0 ? square.squareRoot() : -square.squareRoot()
    let step = b.step - width * (b.slope + root - d) / (b.slope - a.slope + 2 * root)
    let share = (step - a.step) / width
    return share.isFinite && share >= 0.1 && share <= 0.9 ? step : middle
  }
}
