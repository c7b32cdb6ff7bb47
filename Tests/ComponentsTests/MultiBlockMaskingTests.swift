import CapiCore
import Components
import Foundation
import NeuralNetworks
import Testing
import Torch

@Suite struct MultiBlockMaskingTests {
  private func masks(
    _ grid: TokenGrid, images: Int, _ change: (inout MultiBlockMasking.Parameters) -> Void
  ) throws -> [ImageMask] {
    var parameters = MultiBlockMasking.Parameters()
    change(&parameters)
    let strategy = try MultiBlockMasking.make(parameters, grid: grid)
    return (0..<images).map { image in
      var stream = RandomStream(seed: 4, purpose: "mask", index: UInt64(image))
      return strategy.mask(using: &stream)
    }
  }

  @Test func preferredPatchesAreHidden() throws {
    for mask in try masks(TokenGrid(rows: 14, columns: 14), images: 50, { _ in }) {
      #expect(mask.hidden.count == 127)
      #expect(Set(mask.preferred).isSubset(of: mask.hidden))
      #expect(mask.preferred == mask.preferred.sorted())
      // Four blocks of 15 to 20 % that overlap.
      #expect((25...160).contains(mask.preferred.count))
    }
  }

  /// With one block and a ratio that it and the context leave room for, the block is a rectangle.
  @Test func aTargetBlockIsARectangle() throws {
    let grid = TokenGrid(rows: 10, columns: 12)
    for mask in try masks(
      grid, images: 50,
      {
        ($0.blocks, $0.ratio) = (1, 0.5)
        $0.blockScale = [0.2, 0.2]
        $0.blockAspect = [1, 1]
      })
    {
      let rows = mask.preferred.map { $0 / 12 }
      let columns = mask.preferred.map { $0 % 12 }
      let (top, left) = (try #require(rows.min()), try #require(columns.min()))
      // √24 rounds to 5.
      let block = (top..<top + 5).flatMap { row in (left..<left + 5).map { row * 12 + $0 } }
      #expect(mask.preferred == block)
    }
  }

  /// Everything is a target: to show patches all the same, targets are given back.
  @Test func targetsAreGivenBackLast() throws {
    for mask in try masks(
      TokenGrid(rows: 4, columns: 4), images: 20,
      {
        ($0.blocks, $0.ratio) = (64, 0.25)
        $0.blockScale = [0.6, 0.6]
      })
    {
      #expect(mask.hidden.count == 4)
      #expect(mask.preferred == mask.hidden)
    }
  }

  @Test func rangesThatRunBackwardsAreRefused() {
    var parameters = MultiBlockMasking.Parameters()
    parameters.blockScale = [0.3, 0.2]
    let shapes = ExperimentShapes(
      imageSize: 64, patch: 8, maskedTokens: 10, predictedTokens: 3, batch: 2, steps: 10,
      width: 8, depth: 1, heads: 2, registers: 4)
    let issues = MultiBlockMasking.check(parameters, shapes)
    #expect(issues.map(\.key) == ["block_scale"])
    #expect(
      issues.map(\.message)
        == ["the smallest comes first: write [0.2, 0.3] instead of [0.3, 0.2]"])
  }
}
