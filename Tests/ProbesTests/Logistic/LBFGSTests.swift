import Probes
import Testing

@Suite struct LBFGSTests {
  private let solver = LBFGS(gradientTolerance: 1e-8, maximumIterations: 500)

  @Test func aQuadraticIsSolvedExactly() throws {
    let scales = (1...20).map { Double($0 * $0) }
    let result = try solver.minimise(from: [Double](repeating: 3, count: 20)) { x in
      let gradient = zip(scales, x).map { $0 * ($1 - 1) }
      return (zip(gradient, x).map { $0 * ($1 - 1) / 2 }.reduce(0, +), gradient)
    }
    #expect(result.end == .converged)
    #expect(result.gradient <= 1e-8)
    #expect(result.point.allSatisfy { abs($0 - 1) < 1e-8 })
  }

  @Test func rosenbrocksValleyIsFollowedToItsEnd() throws {
    let result = try solver.minimise(from: [-1.2, 1]) { point in
      let (x, y) = (point[0], point[1])
      return (
        (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
        [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]
      )
    }
    #expect(result.end == .converged)
    #expect(abs(result.point[0] - 1) < 1e-7 && abs(result.point[1] - 1) < 1e-7)
    // Nocedal and Wright's own count is a few dozen; gradient descent needs thousands.
    #expect(result.iterations < 60)
  }

  @Test func iterationsThatAreUsedUpAreSaid() throws {
    let result = try LBFGS(gradientTolerance: 1e-12, maximumIterations: 2)
      .minimise(from: [-1.2, 1]) { point in
        let (x, y) = (point[0], point[1])
        return (
          (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x),
          [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]
        )
      }
    #expect(result.end == .iterationsUsedUp)
    #expect(result.iterations == 2)
  }

  @Test func aGradientThatPointsUphillEndsTheSearch() throws {
    let result = try solver.minimise(from: [1]) { x in (x[0] * x[0], [-2 * x[0]]) }
    #expect(result.end == .stalled)
    #expect(result.point == [1])
  }

  @Test func aNumberThatIsNoneDoesNotCountAsConverged() throws {
    let result = try solver.minimise(from: [1]) { _ in (.nan, [.nan]) }
    #expect(result.end != .converged)
  }
}
