import Testing
import Torch

/// Kernels of losses over prototypes.
@Suite struct ClusterKernelTests {
  private func random(_ shape: [Int], _ purpose: String) throws -> Tensor {
    try Tensor.normal(shape, generator: Generator(seed: 9, purpose: purpose))
  }

  private func composed(_ scores: Tensor, iterations: Int) throws -> Tensor {
    var plan = try (scores - scores.max([1], keep: true)).exp()
    for _ in 0..<iterations {
      plan = try plan / (plan.sum([1], keep: true) + 1e-8)
      plan = try plan / (plan.sum([2], keep: true) + 1e-8)
    }
    return plan
  }

  @Test(
    arguments: [[6, 5, 4], [1, 300, 37], [7, 150, 64], [1, 500, 3], [2, 4, 300]], [1, 3, 100])
  func sinkhorn(shape: [Int], iterations: Int) throws {
    let scores = try random(shape, "scores") * 2.0
    let found = try Kernels.sinkhorn(scores, temperature: 0.5, iterations: iterations)
    let exact = try composed((scores / 0.5).to(.float64), iterations: iterations)
    #expect(try (found.to(.float64) - exact).abs().max().item() < 1e-5)
    // ε counts where a row is far from every prototype until it has been divided once more.
    guard iterations > 1 else { return }
    #expect(try (found.sum([2]) - Tensor.full([shape[0], shape[1]], 1)).abs().max().item() < 1e-5)
  }

  /// Transposed scores are solved where they lie.
  @Test func sinkhornOfTransposedScores() throws {
    let scores = try random([9, 6, 21], "scores")
    let transposed = try scores.transposed(0, 1)
    let found = try Kernels.sinkhorn(transposed, temperature: 1, iterations: 3)
    let exact = try composed(transposed.to(.float64), iterations: 3)
    #expect(found.shape == [6, 9, 21])
    #expect(try (found.to(.float64) - exact).abs().max().item() < 1e-5)
  }

  /// A row whose e are all 0 must not spoil the others.
  @Test func aRowFarFromEveryPrototypeStaysFinite() throws {
    let far = try Tensor([Float](repeating: -200, count: 16), shape: [1, 1, 16])
    let scores = try Tensor.concatenated([random([1, 40, 16], "scores") * 4.0, far], axis: 1)
    let found = try Kernels.sinkhorn(scores, temperature: 1, iterations: 40)
    // In float32, where that row is 0 as well.
    let others = try (found - composed(scores, iterations: 40)).narrowed(1, from: 0, count: 40)
    #expect(try others.abs().max().item() < 1e-4)
    #expect(try found.elements(Float.self).allSatisfy(\.isFinite))
  }

  @Test func scoresThatAreNoNumbersShow() throws {
    let scores = try Tensor([Float(0), 1, .nan, 2], shape: [1, 2, 2])
    let found = try Kernels.sinkhorn(scores, temperature: 1, iterations: 3).elements(Float.self)
    #expect(found.contains { $0.isNaN })
  }

  @Test(arguments: [[Int]?.none, [3, 0, 3, 8, 1]], [7, 48])
  func softCrossEntropy(rows: [Int]?, prototypes: Int) throws {
    let places = try rows.map { try Tensor($0) }
    let targets = try random([rows == nil ? 5 : 9, prototypes], "targets").softmax() * 0.9
    try KernelComparison(
      shapes: [[5, prototypes]],
      kernel: {
        try Kernels.softCrossEntropy($0[0], targets, rows: places, temperature: 0.3)
      },
      composed: {
        let chosen = try places.map { try targets.indexed(0, by: $0) } ?? targets
        return try -(chosen.to(.float64) * ($0[0] / 0.3).logSoftmax()).sum([-1]).mean()
      }
    ).check()
  }

  @Test func logitsOfAnySizeStayFinite() throws {
    let logits = try Tensor([Float(1e4), -1e4, 0, 3], shape: [2, 2]).requiringGradient()
    let targets = try Tensor([Float(0), 1, 0.5, 0.5], shape: [2, 2])
    let loss = try Kernels.softCrossEntropy(logits, targets, rows: nil, temperature: 0.1)
    try loss.backward()
    // (2e5 + ln(1 + e^30) − 15) / 2
    #expect(abs(try loss.item() - 100_007.5) < 0.1)
    #expect(try #require(try logits.gradient).elements(Float.self).allSatisfy(\.isFinite))
  }

  @Test(arguments: [[Int]?.none, [3, 0, 3]]) func meanEntropy(rows: [Int]?) throws {
    var values = try (random([6, 37], "plan") * 6.0).softmax().elements(Float.self)
    // 0 · ln 0 = 0.
    values[3] = 0
    let plan = try Tensor(values, shape: [6, 37])
    let places = try rows.map { try Tensor($0) }
    let chosen = try places.map { try plan.indexed(0, by: $0) } ?? plan
    let exact = try -(chosen * chosen.clamped(min: 1e-30).log()).sum([-1]).mean()
    #expect(
      abs(try Kernels.meanEntropy(plan, rows: places).item() - exact.item()) < 1e-5)
  }

  @Test(arguments: [5, 16, 40]) func rowChoices(prototypes: Int) throws {
    let plan = try random([70, prototypes], "plan")
    let found = try Kernels.rowChoices(plan).elements(Int64.self)
    #expect(try found == plan.argmax(-1).elements(Int64.self))
    // The first of equal ones.
    #expect(
      try Kernels.rowChoices(Tensor.full([2, prototypes], 1)).elements(Int64.self) == [0, 0])
  }
}
