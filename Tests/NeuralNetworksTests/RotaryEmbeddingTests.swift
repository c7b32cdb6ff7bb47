import Foundation
import NeuralNetworks
import Testing
import Torch

@Suite struct RotaryEmbeddingTests {
  private func rotated(_ x: Tensor, at place: (Float, Float)) throws -> Tensor {
    let rope = try RotaryEmbedding(headWidth: 16, device: .cpu)
    let coordinates = try Tensor([place.0, place.1], shape: [1, 1, 2])
    return try rope.rotation(coordinates)(x)
  }

  private func vector(_ purpose: String) throws -> Tensor {
    try Tensor.normal([1, 1, 1, 16], generator: try Generator(seed: 3, purpose: purpose))
  }

  /// Channel c pairs with c ± D/2, whose angle belongs to the other coordinate: a rotation, which
  /// keeps lengths, only where both coordinates are equal.
  @Test func lengthsAreKeptOnTheDiagonal() throws {
    let x = try vector("x")
    let before = try x.norm().item()
    #expect(abs(try rotated(x, at: (0.7, 0.7)).norm().item() - before) < 1e-5)
    #expect(abs(try rotated(x, at: (0.3, 0.9)).norm().item() - before) > 1e-3)
  }

  @Test func followsItsFormula() throws {
    let x = try vector("x")
    let frequencies = try RotaryEmbedding(headWidth: 16, device: .cpu).frequencies
      .elements(Double.self)
    let values = try x.elements(Double.self)
    let found = try rotated(x, at: (0.3, 0.9)).elements(Double.self)
    for channel in 0..<16 {
      let angle = 0.3 * frequencies[channel] + 0.9 * frequencies[16 + channel]
      let partner = channel < 8 ? -values[channel + 8] : values[channel - 8]
      #expect(abs(found[channel] - values[channel] * cos(angle) - partner * sin(angle)) < 1e-4)
    }
  }

  @Test func frequenciesRunFromTheHighestToTheLowest() throws {
    let values = try RotaryEmbedding(headWidth: 16, device: .cpu).frequencies
      .elements(Double.self)
    #expect(abs(values[0] - 7 * 2 * Double.pi) < 1e-4)
    #expect(abs(values[3] - 7e-4 * 2 * Double.pi) < 1e-7)
    #expect(Array(values[0..<4]) == Array(values[4..<8]))
    #expect(values[8..<16].allSatisfy { $0 == 0 })
    #expect(Array(values[24..<32]) == Array(values[0..<8]))
  }

  @Test func headWidthsThatAreNoMultipleOfFourAreRefused() {
    #expect {
      try RotaryEmbedding(headWidth: 6, device: .cpu)
    } throws: { "\($0)" == "RoPE: the head width must be a multiple of 4, not 6" }
  }

  @Test func registersStandAlongTheEdge() throws {
    let places = try RegisterCoordinates.unit(4).elements(Float.self)
    #expect(places == [0, 0, 1, 0, 1, 1, 0, 1])
    #expect {
      try RegisterCoordinates.unit(6)
    } throws: { "\($0)" == "register coordinates: 6 registers; need a multiple of 4" }
  }

  @Test func registersAreScaledToTheTokensThatArePresent() throws {
    let tokens = try Tensor([0.25, 0.5, 0.75, 1] as [Float], shape: [1, 2, 2])
    let scaled = try RegisterCoordinates.scaled(try RegisterCoordinates.unit(4), to: tokens)
    #expect(try scaled.elements(Float.self) == [0.25, 0.5, 0.75, 0.5, 0.75, 1, 0.25, 1])
  }
}

@Suite struct ScheduleTests {
  @Test func warmsUpThenFollowsATruncatedCosine() {
    let schedule = Schedule(base: 2, total: 100, warmupFraction: 0.1, truncation: 0.8)
    #expect(schedule.value(at: 0) == 0)
    #expect(schedule.value(at: 9) == 2)
    #expect(schedule.value(at: 10) == 2)
    #expect(abs(schedule.fraction(at: 100) - 0.0955) < 1e-4)
  }

  @Test func aShorterRunKeepsTheShape() {
    let long = Schedule(base: 1, total: 10_000, warmupFraction: 0.1, truncation: 0.8)
    let short = Schedule(base: 1, total: 1000, warmupFraction: 0.1, truncation: 0.8)
    for step in stride(from: 100, to: 1000, by: 50) {
      #expect(abs(long.value(at: step * 10) - short.value(at: step)) < 1e-12)
    }
  }
}
