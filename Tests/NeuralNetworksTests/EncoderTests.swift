import NeuralNetworks
import Testing
import Torch

/// Rotations in every attention, no table.
struct PlainRoPE: PositionEncoding {
  func rotary(headWidth: Int, device: Device) throws(TorchError) -> RotaryEmbedding? {
    try RotaryEmbedding(headWidth: headWidth, device: device)
  }
  func table(
    width: Int, grid: TokenGrid, initializer: Initializer
  ) throws(TorchError) -> PositionTable? { nil }
}

@Suite struct EncoderTests {
  private func encoder(stochasticDepth: Double = 0, registers: Int = 4) throws -> Encoder {
    try Encoder(
      shape: EncoderShape(
        grid: TokenGrid(rows: 3, columns: 3), patch: 4, width: 16, depth: 2, heads: 2,
        registers: registers, stochasticDepth: stochasticDepth),
      positions: PlainRoPE(), initializer: Initializer(seed: 1))
  }

  private func images(_ count: Int) throws -> Tensor {
    try Tensor.normal(
      [count, 3, 12, 12], generator: try Generator(seed: 5, purpose: "images"))
  }

  private func difference(_ a: Tensor, _ b: Tensor) throws -> Double {
    try (a - b).abs().max().item()
  }

  @Test func anImageDoesNotSeeTheOthersOfItsBatch() throws {
    let encoder = try encoder()
    let all = try images(3)
    let together = try encoder(all).tokens
    let alone = try encoder(try all.narrowed(0, from: 1, count: 1)).tokens
    #expect(together.shape == [3, 13, 16])
    #expect(try difference(together.narrowed(0, from: 1, count: 1), alone) < 1e-5)
  }

  @Test func registersPayTheirAttentionToRegistersAndPatches() throws {
    let encoder = try encoder()
    let looks = try #require(try encoder.registerAttention(images(2)))
    #expect(looks.shape == [2, 4, 9])
    let sums = try looks.sum([2]).elements(Double.self)
    #expect(sums.allSatisfy { $0 > 0.1 && $0 < 1 })
    #expect(Set(sums).count == 8)
    // Queries of 0 look everywhere alike: 4 registers and 9 patches.
    for parameter in encoder.parameters
    where parameter.name.contains("blocks.1.") && parameter.name.contains("q_proj") {
      try noGrad { try parameter.tensor.copy(from: parameter.tensor.zerosLike()) }
    }
    let even = try #require(try encoder.registerAttention(images(2)))
    #expect(try (even + -1.0 / 13).abs().max().item() < 1e-6)
    #expect(try self.encoder(registers: 0).registerAttention(images(1)) == nil)
  }

  @Test func aMaskThatHidesNothingChangesNothing() throws {
    let encoder = try encoder()
    let all = try images(2)
    let visible = try Tensor.arange(18)
    #expect(try difference(encoder(all).tokens, encoder(all, visible: visible).tokens) < 1e-5)
  }

  @Test func hiddenPatchesDoNotReachTheVisibleOnes() throws {
    let encoder = try encoder()
    let visible = try Tensor([0, 1, 3, 4])
    let first = try images(1)
    // The last patch (rows and columns 8 … 11) is hidden; other content there changes nothing.
    let noise = try Tensor.zeros([1, 3, 12, 12])
    try noise.narrowed(2, from: 8, count: 4).narrowed(3, from: 8, count: 4)
      .copy(from: try Tensor.full([1], 9))
    let second = try first + noise
    #expect(
      try difference(
        encoder(first, visible: visible).tokens, encoder(second, visible: visible).tokens) == 0)
    #expect(try difference(encoder(first).tokens, encoder(second).tokens) > 1e-3)
  }

  @Test func stochasticDepthActsInTrainingOnly() throws {
    let (plain, dropping) = (try encoder(), try encoder(stochasticDepth: 0.5))
    let all = try images(4)
    #expect(try difference(plain(all).tokens, dropping(all).tokens) == 0)
    let generator = try Generator(seed: 1, purpose: "stochastic-depth")
    #expect(try difference(plain(all).tokens, dropping(all, generator: generator).tokens) > 1e-3)
  }

  @Test func weightsThatDoNotFitAreAllNamedAndNothingIsLoaded() throws {
    let encoder = try encoder()
    var state = Dictionary(
      uniqueKeysWithValues: encoder.parameters.map { ($0.name, $0.tensor) })
    let before = try encoder(try images(1)).tokens
    state["registers"] = try Tensor.zeros([1, 8, 16])
    state["patch_embed.bias"] = nil
    state["surprise"] = try Tensor.zeros([1])
    #expect {
      try encoder.load(state)
    } throws: {
      "\($0)"
        == """
        the weights do not fit the model; nothing was loaded
        missing: patch_embed.bias
        not in the model: surprise
        registers: the model has [1, 4, 16], the weights [1, 8, 16]
        """
    }
    #expect(try difference(encoder(try images(1)).tokens, before) == 0)
  }

  @Test func initialWeightsDependOnSeedAndNameAlone() throws {
    let (with, without) = (try encoder(), try encoder(registers: 0))
    let name = "encoder.blocks.1.residual2.fn.fc1.weight"
    func weight(_ encoder: Encoder) throws -> [Float] {
      try #require(encoder.parameters.first { $0.name == name }).tensor.elements()
    }
    #expect(try weight(with) == weight(without))
  }

  @Test func gradientsAgreeWithFiniteDifferences() throws {
    let encoder = try encoder()
    try encoder.requireGradients(true)
    let batch = try images(2)
    let direction = try Tensor.normal(
      [2, 13, 16], generator: try Generator(seed: 8, purpose: "direction"))
    func value() throws -> Tensor { try (encoder(batch).tokens * direction).sum() }
    try value().backward()
    for parameter in encoder.parameters where parameter.role != .frequency {
      let gradient = try #require(try parameter.tensor.gradient)
      let norm = try gradient.norm().item()
      // A thousandth of the parameter's own length, along the gradient.
      let step = 1e-3 * max(try parameter.tensor.norm().item(), 0.1) / norm
      func moved(_ sign: Double) throws -> Double {
        try noGrad {
          let kept = try parameter.tensor.clone()
          try parameter.tensor.copy(from: try kept + gradient * (sign * step))
          defer { try? parameter.tensor.copy(from: kept) }
          return try value().item()
        }
      }
      // Along its own gradient a function grows by |gradient|² a unit.
      let slope = (try moved(1) - moved(-1)) / (2 * step)
      #expect(abs(slope - norm * norm) < 0.05 * norm * norm + 1e-3, "\(parameter.name)")
    }
  }
}
