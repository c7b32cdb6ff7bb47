import NeuralNetworks
import Testing
import Torch

/// The same blocks in each mode.
@Suite struct ComputeModeTests {
  struct Result {
    let value: Tensor
    let gradients: [String: Tensor?]
  }

  /// One block's output and gradients, with stochastic depth; `context`: cross-attention.
  private func result(_ mode: ComputeMode, context: Bool, drop: Double) throws -> Result {
    let initializer = Initializer(seed: 4, mode: mode)
    let block = try TransformerBlock(
      width: 32, heads: 2, mlpRatio: 2, contextWidth: context ? 48 : nil,
      rope: RotaryEmbedding(headWidth: 16, device: .cpu),
      stochasticDepth: StochasticDepth(rate: drop), initializer: initializer)
    try block.requireGradients(true)
    func normal(_ shape: [Int], _ purpose: String) throws -> Tensor {
      try Tensor.normal(shape, generator: Generator(seed: 5, purpose: purpose))
    }
    func rotation(_ tokens: Int) throws -> Rotation {
      let angles = try normal([6, 1, tokens, 16], "angles \(tokens)")
      return Rotation(cos: try angles.cos(), sin: try angles.sin())
    }
    let x = try normal([6, 10, 32], "x").requiringGradient()
    let seen = context ? try normal([6, 7, 48], "context").requiringGradient() : nil
    let queries = try rotation(10)
    let value = try block(
      x, context: seen, rotations: (queries, context ? try rotation(7) : queries),
      generator: drop > 0 ? Generator(seed: 6, purpose: "depth") : nil)
    try (value * normal([6, 10, 32], "direction")).sum().backward()
    var gradients = ["x": try x.gradient]
    if let seen { gradients["context"] = try seen.gradient }
    for parameter in block.parameters where parameter.role != .frequency {
      gradients[parameter.name] = try parameter.tensor.gradient
    }
    return Result(value: try value.detached(), gradients: gradients)
  }

  private func expectEqual(_ a: Result, _ b: Result, tolerance: Double) throws {
    func difference(_ a: Tensor, _ b: Tensor) throws -> Double {
      try (a - b).norm().item() / b.norm().item()
    }
    #expect(try difference(a.value, b.value) < tolerance)
    #expect(a.gradients.keys.sorted() == b.gradients.keys.sorted())
    for (name, gradient) in a.gradients {
      let gradient = try #require(gradient, "\(name)")
      let other = try #require(b.gradients[name] ?? nil, "\(name)")
      #expect(gradient.dtype == .float32)
      #expect(try difference(gradient, other) < tolerance, "\(name)")
    }
  }

  @Test(arguments: [false, true], [0, 0.4]) func fusedIsComposed(context: Bool, drop: Double) throws
  {
    try expectEqual(
      result(ComputeMode(kernels: .fused), context: context, drop: drop),
      result(ComputeMode(kernels: .composed), context: context, drop: drop), tolerance: 1e-5)
  }

  @Test(arguments: ComputeMode.Kernels.allCases, [false, true])
  func bfloat16IsFloat32RoundedOnTheWay(kernels: ComputeMode.Kernels, context: Bool) throws {
    let half = try result(
      ComputeMode(precision: .bfloat16, kernels: kernels), context: context, drop: 0.4)
    let single = try result(ComputeMode(), context: context, drop: 0.4)
    try expectEqual(half, single, tolerance: 0.02)
    #expect(try (half.value - single.value).abs().max().item() > 0)
  }

  /// Copies in bfloat16 follow what changes a parameter.
  @Test func copiesFollowTheParameter() throws {
    let mode = ComputeMode(precision: .bfloat16)
    let layer = try Linear(from: 8, to: 8, initializer: Initializer(seed: 1, mode: mode))
    let x = try Tensor.normal([3, 8], generator: Generator(seed: 1, purpose: "x"))
    let before = try noGrad { try layer(x) }
    try noGrad { try layer.weight.copy(from: layer.weight * 2.0) }
    #expect(try noGrad { try (layer(x) - before * 2.0).abs().max().item() } == 0)
  }

  @Test func theOptimizerWritesTheCopies() throws {
    let mode = ComputeMode(precision: .bfloat16)
    let layer = try Linear(from: 8, to: 4, initializer: Initializer(seed: 1, mode: mode))
    try layer.requireGradients(true)
    let optimizer = try AdamW(
      layer.parameters, rules: .uniform(weightDecay: 0), beta1: 0.9, beta2: 0.95, mode: mode)
    let x = try Tensor.normal([3, 8], generator: Generator(seed: 1, purpose: "x"))
    try layer(x).sum().backward()
    try optimizer.step(learningRate: 0.5)
    let expected = try noGrad {
      try x.to(.bfloat16).linear(layer.weight.to(.bfloat16)).to(.float32)
    }
    #expect(try noGrad { try (layer(x) - expected).abs().max().item() } == 0)
  }
}
