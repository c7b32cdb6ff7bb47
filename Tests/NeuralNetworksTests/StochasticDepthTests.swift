import NeuralNetworks
import Testing
import Torch

@Suite struct StochasticDepthTests {
  private let images = 40

  /// What 1 becomes when every branch adds 1, one number an image.
  private func residual(_ depth: StochasticDepth, seed: UInt64?) throws -> [Float] {
    let ones = try Tensor.full([images, 2, 3], 1)
    let generator = try seed.map { try Generator(seed: $0, purpose: "test") }
    let norm = try RMSNorm(width: 3, affine: true, initializer: Initializer(seed: 1))
    let sum = try depth.residual(ones, norm: norm, generator: generator) {
      (x, _) throws(TorchError) in try Tensor.full(x.shape, 1)
    }
    return try sum.mean([1, 2]).elements()
  }

  @Test(arguments: StochasticDepth.Mode.allCases)
  func outsideTrainingEveryImageGoesThrough(mode: StochasticDepth.Mode) throws {
    let found = try residual(StochasticDepth(rate: 0.5, mode: mode), seed: nil)
    #expect(found == [Float](repeating: 2, count: images))
  }

  @Test func efficientKeepsAnExactNumberAndTheSum() throws {
    for seed in 0..<10 as Range<UInt64> {
      let found = try residual(StochasticDepth(rate: 0.3), seed: seed)
      let kept = found.filter { $0 != 1 }
      #expect(kept.count == 28)
      #expect(kept.allSatisfy { abs($0 - 1 - 40.0 / 28) < 1e-5 })
    }
  }

  @Test func naiveDropsEachImageOnItsOwn() throws {
    var counts: [Int] = []
    for seed in 0..<50 as Range<UInt64> {
      let found = try residual(StochasticDepth(rate: 0.25, mode: .naive), seed: seed)
      let kept = found.filter { $0 != 1 }
      #expect(kept.allSatisfy { abs($0 - 1 - 1 / 0.75) < 1e-5 })
      counts.append(kept.count)
    }
    // 2000 draws of 0.75 have a standard deviation of 19.4.
    #expect(abs(counts.reduce(0, +) - 1500) < 97)
    #expect(Set(counts).count > 1)
  }

  @Test func oneImageIsAlwaysKeptByEfficient() throws {
    let depth = StochasticDepth(rate: 0.9)
    let norm = try RMSNorm(width: 1, affine: true, initializer: Initializer(seed: 1))
    let one = try depth.residual(
      Tensor.full([1, 1, 1], 1), norm: norm, generator: Generator(seed: 1, purpose: "test")
    ) { (x, _) throws(TorchError) in try Tensor.full(x.shape, 1) }
    #expect(try one.item() == 2)
  }
}
