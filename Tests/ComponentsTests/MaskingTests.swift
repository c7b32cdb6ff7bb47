import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch

@Suite struct MaskingTests {
  private let grids = [
    TokenGrid(rows: 1, columns: 4), TokenGrid(rows: 4, columns: 4), TokenGrid(rows: 9, columns: 7),
    TokenGrid(rows: 8, columns: 8), TokenGrid(rows: 7, columns: 1), TokenGrid(rows: 1, columns: 1),
  ]

  /// Every registered masking, with and without roll where it has one.
  private func strategies(_ ratio: Double, _ grid: TokenGrid) throws -> [any MaskingStrategy] {
    var random = RandomMasking.Parameters()
    var block = BlockMasking.Parameters()
    var inverse = InverseBlockMasking.Parameters()
    var several = MultiBlockMasking.Parameters()
    (random.ratio, block.ratio, inverse.ratio, several.ratio) = (ratio, ratio, ratio, ratio)
    var all = [try MultiBlockMasking.make(several, grid: grid)]
    for roll in [false, true] {
      (random.roll, block.roll, inverse.roll) = (roll, roll, roll)
      all += [
        try RandomMasking.make(random, grid: grid), try BlockMasking.make(block, grid: grid),
        try InverseBlockMasking.make(inverse, grid: grid),
      ]
    }
    return all
  }

  private func inverseBlock(roll: Bool, _ grid: TokenGrid) throws -> any MaskingStrategy {
    var parameters = InverseBlockMasking.Parameters()
    parameters.roll = roll
    return try InverseBlockMasking.make(parameters, grid: grid)
  }

  @Test(arguments: [0.01, 0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 0.99])
  func countsAreExact(ratio: Double) throws {
    for grid in grids {
      for strategy in try strategies(ratio, grid) {
        for image in 0..<20 {
          var stream = RandomStream(seed: 1, purpose: "mask", index: UInt64(image))
          let hidden = strategy.hiddenPatches(using: &stream)
          #expect(hidden.count == Int(Double(grid.tokenCount) * ratio))
          #expect(hidden == Set(hidden).sorted())
          #expect(hidden.allSatisfy { (0..<grid.tokenCount).contains($0) })
        }
      }
    }
  }

  @Test func blockHidesARectangle() throws {
    let strategy = try BlockMasking.make(.init(), grid: TokenGrid(rows: 8, columns: 8))
    for image in 0..<100 {
      var stream = RandomStream(seed: 2, purpose: "mask", index: UInt64(image))
      let hidden = strategy.hiddenPatches(using: &stream)
      let columns = hidden.map { $0 % 8 }
      let (left, right) = (try #require(columns.min()), try #require(columns.max()))
      let rectangle = (hidden[0] / 8..<8).flatMap { row in (left...right).map { row * 8 + $0 } }
      #expect(hidden == Array(rectangle.prefix(41)))
    }
  }

  @Test func withoutRollTheVisiblePatchesFillARectangle() throws {
    let grid = TokenGrid(rows: 8, columns: 8)
    let strategy = try inverseBlock(roll: false, grid)
    for image in 0..<100 {
      var stream = RandomStream(seed: 2, purpose: "mask", index: UInt64(image))
      let hidden = Set(strategy.hiddenPatches(using: &stream))
      let visible = (0..<64).filter { !hidden.contains($0) }
      let columns = visible.map { $0 % 8 }
      let (left, right) = (try #require(columns.min()), try #require(columns.max()))
      let top = visible[0] / 8
      // The first patches of the rectangle in row-major order.
      let rectangle = (top..<8).flatMap { row in (left...right).map { row * 8 + $0 } }
      #expect(visible == Array(rectangle.prefix(visible.count)))
    }
  }

  @Test func rollHidesEveryPlaceEquallyOften() throws {
    let grid = TokenGrid(rows: 8, columns: 8)
    func spread(_ strategy: any MaskingStrategy) -> Int {
      var counts = [Int](repeating: 0, count: 64)
      for image in 0..<4000 {
        var stream = RandomStream(seed: 3, purpose: "mask", index: UInt64(image))
        for place in strategy.hiddenPatches(using: &stream) { counts[place] += 1 }
      }
      return (counts.max() ?? 0) - (counts.min() ?? 0)
    }
    // Binomial: 4000 draws of 0.64 have a standard deviation of 30.
    #expect(try spread(inverseBlock(roll: true, grid)) < 220)
    // A block that stays inside covers the middle far more often than the edge.
    #expect(try spread(inverseBlock(roll: false, grid)) > 1000)
  }
}
