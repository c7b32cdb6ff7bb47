import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch

@Suite struct SinkhornTests {
  private func scores(_ shape: [Int], _ purpose: String = "scores") throws -> Tensor {
    try Tensor.normal(shape, deviation: 5, generator: try Generator(seed: 1, purpose: purpose))
  }

  private func variants(queue: Int = 0, iterations: Int = 3) throws -> [any SinkhornAlgorithm] {
    var parameters = SinkhornParameters()
    (parameters.queue, parameters.iterations) = (queue, iterations)
    return [try PositionwiseSinkhorn.make(parameters), try StandardSinkhorn.make(parameters)]
  }

  private func assign(_ algorithm: any SinkhornAlgorithm, _ scores: Tensor) throws -> Tensor {
    try algorithm.assignments(scores: scores, temperature: 1, features: scores) { $0 }
  }

  @Test func rowsSumToOne() throws {
    for algorithm in try variants(queue: 1) {
      for step in 0..<3 {
        let rows = try assign(algorithm, try scores([6, 5, 4], "step \(step)")).sum([-1])
        #expect(try (rows - Tensor.full([6, 5], 1)).abs().max().item() < 1e-5)
      }
    }
  }

  @Test func prototypesAreUsedEquallyAfterManyIterations() throws {
    let standard = try assign(variants(iterations: 100)[1], try scores([6, 5, 3]))
    let use = try standard.sum([0, 1]).elements(Double.self)
    #expect(use.allSatisfy { abs($0 - 10) < 0.05 })
    let positionwise = try assign(variants(iterations: 100)[0], try scores([6, 5, 3]))
    let perPlace = try positionwise.sum([0]).elements(Double.self)
    #expect(perPlace.allSatisfy { abs($0 - 2) < 0.05 })
  }

  /// Whatever the precision and whoever computes; two batches, the first of them in a queue.
  @Test(arguments: [DType.float32, .bfloat16], ComputeMode.Kernels.allCases)
  func theTemperatureDividesTheScores(precision: DType, kernels: ComputeMode.Kernels) throws {
    func second(
      _ temperature: Double, _ mode: ComputeMode, _ scored: (Tensor) throws -> Tensor
    ) throws -> [Tensor] {
      var parameters = SinkhornParameters()
      parameters.queue = 1
      return try [
        PositionwiseSinkhorn.make(parameters, mode: mode),
        StandardSinkhorn.make(parameters, mode: mode),
      ].map { algorithm in
        func assigned(_ purpose: String) throws -> Tensor {
          let features = try scores([6, 5, 4], purpose)
          return try algorithm.assignments(
            scores: scored(features), temperature: temperature, features: features, score: scored)
        }
        _ = try assigned("first")
        return try assigned("second")
      }
    }
    let found = try second(0.5, ComputeMode(kernels: kernels)) { try $0.to(precision) }
    let wanted = try second(1, ComputeMode(kernels: .composed)) {
      try $0.to(precision).to(.float32) / 0.5
    }
    for (found, wanted) in zip(found, wanted) {
      #expect(found.dtype == .float32)
      #expect(try (found - wanted).abs().max().item() < 1e-5)
    }
  }

  /// A transposed result has the right shape and trains on garbage.
  @Test func assignmentsComeBackInTheOrderOfTheScores() throws {
    for algorithm in try variants() {
      // One prototype is far ahead for each token; balanced, so that it also wins.
      var values = [Float](repeating: 0, count: 4 * 4 * 4)
      for image in 0..<4 {
        for token in 0..<4 {
          let row = (image * 4 + token) * 4
          values[row + (image + 2 * token) % 4] = 20
        }
      }
      let wanted = (0..<16).map { (place: Int) -> Int64 in
        Int64((place / 4 + 2 * (place % 4)) % 4)
      }
      let found = try assign(algorithm, try Tensor(values, shape: [4, 4, 4])).argmax(-1)
      // Places 0 and 2 (and 1 and 3) want the same prototypes: a transposition would show.
      #expect(try found.elements(Int64.self) == wanted)
    }
  }

  @Test func placesAreIndependentProblems() throws {
    let all = try scores([6, 5, 4])
    let together = try assign(variants()[0], all).narrowed(1, from: 2, count: 1)
    let alone = try assign(variants()[0], try all.narrowed(1, from: 2, count: 1))
    #expect(try (together - alone).abs().max().item() < 1e-6)
  }

  @Test func aQueueLetsTargetsBeSharperThanTheBatchAllows() throws {
    func entropy(queue: Int) throws -> Double {
      let algorithm = try variants(queue: queue, iterations: 20)[0]
      var last = 0.0
      for step in 0..<6 {
        let rows = try assign(algorithm, try scores([4, 1, 16], "queue \(step)"))
        last = try -(rows * rows.clamped(min: 1e-30).log()).sum([-1]).mean().item()
      }
      return last
    }
    // Four tokens must fill sixteen prototypes: at least log 4 each.
    #expect(try entropy(queue: 0) > 1.38)
    #expect(try entropy(queue: 5) < 1.1)
  }

  @Test func problemSizesAreStated() throws {
    let (positionwise, standard) = (try variants(queue: 2)[0], try variants(queue: 2)[1])
    #expect(positionwise.tokensPerProblem(batch: 8, tokens: 16) == 24)
    #expect(standard.tokensPerProblem(batch: 8, tokens: 16) == 384)
  }
}
