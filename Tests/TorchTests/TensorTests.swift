import Testing
import Torch

@Suite struct TensorTests {
  @Test func elementsComeBackInRowMajorOrder() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    #expect(tensor.shape == [2, 3])
    #expect(tensor.dtype == .float32)
    #expect(try tensor.transposed(0, 1).elements(Float.self) == [1, 4, 2, 5, 3, 6])
    #expect(try tensor.to(.int64).elements(Int64.self) == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [DType.float16, .bfloat16, .float64, .float32])
  func floatingTypesKeepSmallWholeNumbers(dtype: DType) throws {
    let tensor = try Tensor([0, -3, 128] as [Float], shape: [3]).to(dtype)
    #expect(tensor.dtype == dtype)
    #expect(try tensor.elements(Double.self) == [0, -3, 128])
  }

  @Test func aShapeErrorNamesOperationAndOperands() throws {
    let (a, b) = (try Tensor.zeros([3, 4]), try Tensor.zeros([5, 6]))
    #expect {
      try a.matmul(b)
    } throws: { error in
      "\(error)"
        == "matmul: mat1 and mat2 shapes cannot be multiplied (3x4 and 5x6)"
        + " (self: float32 [3, 4], other: float32 [5, 6])"
    }
  }

  @Test func elementsThatDoNotFillAShapeAreRefused() {
    #expect {
      try Tensor([1, 2, 3] as [Float], shape: [2, 2])
    } throws: {
      "\($0)" == "tensor of shape [2, 2] from 3 elements: shape needs 16 bytes, not 12"
    }
  }

  @Test func itemNeedsOneElement() throws {
    #expect(try Tensor.full([1, 1], 2.5).item() == 2.5)
    #expect {
      try Tensor.zeros([2]).item()
    } throws: { "\($0)" == "item: shape [2] has 2 elements" }
  }

  @Test func anImpossibleSizeIsOutOfMemoryAndNoCrash() {
    #expect {
      try Tensor.zeros([1 << 20, 1 << 20, 64])
    } throws: { ($0 as? TorchError)?.isOutOfMemory == true }
  }

  @Test func anUnknownOperationIsNamed() throws {
    let operation = Operator("aten::no_such_operation")
    #expect {
      try operation(.tensor(try Tensor.zeros([1])))
    } throws: {
      "\($0)" == "aten::no_such_operation: this libtorch has no operation aten::no_such_operation"
    }
  }

  @Test func referencesMayBeHeldOnManyThreads() async throws {
    let shared = try Tensor.full([64], 3)
    let sums = await withTaskGroup(of: Double.self) { group in
      for _ in 0..<64 {
        group.addTask {
          var last = 0.0
          for _ in 0..<50 { last = (try? (shared * 2).sum().item()) ?? -1 }
          return last
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums == [Double](repeating: 384, count: 64))
  }
}

@Suite struct GradientTests {
  @Test func aChainOfOperations() throws {
    let x = try Tensor([1, 2, 3] as [Float], shape: [3]).requiringGradient()
    try (x * x * 0.5 + x.exp()).sum().backward()
    let gradient = try #require(try x.gradient).elements(Double.self)
    for (value, point) in zip(gradient, [1.0, 2.0, 3.0]) {
      #expect(abs(value - (point + Double.exp(point))) < 1e-5 * value)
    }
    try x.clearGradient()
    #expect(try x.gradient == nil)
  }

  @Test func noGradEndsEvenWhenItsBodyThrows() throws {
    struct Stop: Error {}
    let x = try Tensor.full([1], 2).requiringGradient()
    #expect(throws: Stop.self) { try noGrad { throw Stop() } }
    #expect(try (x * 3).requiresGradient)
    #expect(try noGrad { try x * 3 }.requiresGradient == false)
  }
}

extension Double {
  static func exp(_ x: Double) -> Double {
    // Taylor series: enough terms for the small arguments of these tests.
    var (sum, term) = (1.0, 1.0)
    for n in 1..<40 {
      term *= x / Double(n)
      sum += term
    }
    return sum
  }
}

@Suite struct GeneratorTests {
  private func draw(_ seed: UInt64, _ purpose: String, _ step: UInt64) throws -> [Float] {
    try Tensor.normal(
      [4], generator: try Generator(seed: seed, purpose: purpose, step: step)
    ).elements()
  }

  @Test func numbersDependOnSeedPurposeAndStepAlone() throws {
    let first = try draw(1, "mask", 5)
    #expect(try draw(1, "mask", 5) == first)
    #expect(try draw(2, "mask", 5) != first)
    #expect(try draw(1, "crop", 5) != first)
    #expect(try draw(1, "mask", 6) != first)
  }
}

@Suite struct ForeachTests {
  private func step(foundInfinite: Double) throws -> Double {
    let parameter = try Tensor.full([1], 2)
    try Foreach.adamW(
      AdamWUpdate(
        parameters: [parameter], gradients: [try Tensor.full([1], 0.5)],
        firstMoments: [try Tensor.zeros([1])], secondMoments: [try Tensor.zeros([1])],
        steps: [try Tensor.full([], 1)], learningRate: 0.1, beta1: 0.9, beta2: 0.95,
        weightDecay: 0.01, epsilon: 1e-8, foundInfinite: try Tensor.full([], foundInfinite)))
    return try parameter.item()
  }

  @Test func adamWFollowsItsFormula() throws {
    // Decay first, then a first step of the gradient's sign.
    #expect(abs(try step(foundInfinite: 0) - (2 * (1 - 0.1 * 0.01) - 0.1)) < 1e-6)
  }

  @Test func adamWLeavesParametersAloneWhereANumberIsNotFinite() throws {
    #expect(try step(foundInfinite: 1) == 2)
  }

  @Test func lerpAndNorm() throws {
    let target = try Tensor.full([2], 1)
    try Foreach.lerp([target], toward: [try Tensor.full([2], 5)], weight: 0.25)
    #expect(try target.elements(Float.self) == [2, 2])
    let norm = try Foreach.norm([try Tensor.full([9], 1), try Tensor.full([16], 1)])
    #expect(try norm.item() == 5)
  }
}
