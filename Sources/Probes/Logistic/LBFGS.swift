/// Limited-memory BFGS with a strong Wolfe line search (Nocedal and Wright 2006, algorithm 7.5).
///
/// The vector lives on the host in float64; the objective does its work wherever it likes.
package struct LBFGS {
  /// Stop where no component of the gradient is larger.
  package var gradientTolerance: Double
  package var maximumIterations: Int
  /// Pairs of steps and gradient changes that are remembered.
  package var memory = 10

  package init(gradientTolerance: Double, maximumIterations: Int) {
    self.gradientTolerance = gradientTolerance
    self.maximumIterations = maximumIterations
  }

  /// Value and gradient at a point.
  package typealias Objective = ([Double]) throws -> (value: Double, gradient: [Double])

  package enum End: Sendable, Equatable {
    /// The gradient is below the tolerance.
    case converged
    /// No step lowers the value any more: its rounding error is reached.
    case stalled
    case iterationsUsedUp
  }

  package struct Result: Sendable {
    package let point: [Double]
    package let value: Double
    /// The largest component of the gradient, as a magnitude.
    package let gradient: Double
    package let iterations: Int
    package let evaluations: Int
    package let end: End
  }

  /// Minimises `objective` from `start`.
  package func minimise(from start: [Double], _ objective: Objective) throws -> Result {
    var point = start
    var (value, gradient) = try objective(point)
    var evaluations = 1
    var steps: [[Double]] = []
    var changes: [[Double]] = []
    var iterations = 0
    func result(_ end: End) -> Result {
      Result(
        point: point, value: value, gradient: Self.largest(gradient), iterations: iterations,
        evaluations: evaluations, end: end)
    }
    while Self.largest(gradient) > gradientTolerance {
      guard iterations < maximumIterations else { return result(.iterationsUsedUp) }
      var direction = Self.direction(gradient, steps: steps, changes: changes)
      var slope = Self.dot(gradient, direction)
      if !(slope < 0) {
        // Rounding has spoilt the memory; steepest descent starts it anew.
        (steps, changes) = ([], [])
        direction = gradient.map { -$0 }
        slope = -Self.dot(gradient, gradient)
      }
      let length = Self.dot(direction, direction).squareRoot()
      let search = WolfeSearch(value: value, slope: slope)
      let found = try search.find(first: steps.isEmpty ? min(1, 1 / length) : 1) { step in
        let candidate = Self.along(point, direction, step)
        let (value, gradient) = try objective(candidate)
        return WolfeSearch.Sample(
          step: step, value: value, slope: Self.dot(gradient, direction), point: candidate,
          gradient: gradient)
      }
      evaluations += found.evaluations
      guard let accepted = found.sample else {
        if steps.isEmpty { return result(.stalled) }
        (steps, changes) = ([], [])
        continue
      }
      let step = zip(accepted.point, point).map { $0 - $1 }
      let change = zip(accepted.gradient, gradient).map { $0 - $1 }
      if Self.dot(step, change) > 1e-12 * Self.dot(change, change) {
        steps.append(step)
        changes.append(change)
        if steps.count > memory {
          steps.removeFirst()
          changes.removeFirst()
        }
      }
      (point, value, gradient) = (accepted.point, accepted.value, accepted.gradient)
      iterations += 1
    }
    return result(.converged)
  }

  /// −H · gradient by the two-loop recursion.
  private static func direction(
    _ gradient: [Double], steps: [[Double]], changes: [[Double]]
  ) -> [Double] {
    var result = gradient.map { -$0 }
    var factors: [Double] = []
    for index in steps.indices.reversed() {
      let factor = dot(steps[index], result) / dot(steps[index], changes[index])
      factors.append(factor)
      result = along(result, changes[index], -factor)
    }
    if let step = steps.last, let change = changes.last {
      let scale = dot(step, change) / dot(change, change)
      for index in result.indices { result[index] *= scale }
    }
    for (index, factor) in zip(steps.indices, factors.reversed()) {
      let other = dot(changes[index], result) / dot(steps[index], changes[index])
      result = along(result, steps[index], factor - other)
    }
    return result
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private static func along(_ point: [Double], _ direction: [Double], _ step: Double) -> [Double] {
    var result = point
    for index in result.indices { result[index] += step * direction[index] }
    return result
  }

  private static func largest(_ gradient: [Double]) -> Double {
    // NaN must not count as small.
    gradient.reduce(0) { max($0, $1.isNaN ? .infinity : $1.magnitude) }
  }
}
