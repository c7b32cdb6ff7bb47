public import CapiCore
public import NeuralNetworks
import Torch

/// What every masking promises.
///
/// ```swift
/// #expect(try MaskingContract.violations(of: MyMasking.self) == [])
/// ```
public enum MaskingContract {
  /// Grids of several forms, square and not.
  public static let grids = [
    TokenGrid(rows: 4, columns: 4), TokenGrid(rows: 9, columns: 7), TokenGrid(rows: 3, columns: 16),
    TokenGrid(rows: 8, columns: 8), TokenGrid(rows: 14, columns: 14),
  ]

  /// Draws many masks and says what is wrong with them; nothing is wrong with an empty list.
  ///
  /// On each grid, the count is what the component announced, hidden patches are ascending, distinct
  /// and in the grid, preferred ones are among them, equal streams give equal masks, and some two
  /// images differ.
  public static func violations<C: MaskingComponent>(
    of type: C.Type, parameters: C.Parameters = .init(), grids: [TokenGrid] = grids,
    images: Int = 50
  ) throws -> [String] {
    var violations: [String] = []
    for grid in grids {
      let strategy = try C.make(parameters, grid: grid)
      let announced = C.maskedTokens(parameters, of: grid.tokenCount)
      var seen: Set<ImageMask> = []
      func report(_ what: String) {
        violations.append("\(C.name) on \(grid.rows) × \(grid.columns): \(what)")
      }
      for image in 0..<images {
        let mask = draw(strategy, image)
        seen.insert(mask)
        if let fault = fault(of: mask, announced, grid) {
          report("image \(image): \(fault)")
          break
        }
        if draw(strategy, image) != mask {
          report("image \(image): the same random numbers gave another mask")
          break
        }
      }
      if seen.count == 1, images > 1, (1..<grid.tokenCount).contains(announced) {
        report("all \(images) images have one mask: it does not depend on the random numbers")
      }
    }
    return violations
  }

  private static func draw(_ strategy: any MaskingStrategy, _ image: Int) -> ImageMask {
    var stream = RandomStream(seed: 17, purpose: "mask", index: UInt64(image))
    return strategy.mask(using: &stream)
  }

  private static func fault(of mask: ImageMask, _ announced: Int, _ grid: TokenGrid) -> String? {
    if mask.hidden.count != announced {
      return "\(mask.hidden.count) patches are hidden, \(announced) were announced"
    }
    if mask.hidden != Set(mask.hidden).sorted() { return "hidden patches are not ascending" }
    if let stray = mask.hidden.first(where: { !(0..<grid.tokenCount).contains($0) }) {
      return "the place \(stray) is not in the grid"
    }
    if !Set(mask.preferred).isSubset(of: mask.hidden) { return "a preferred patch is not hidden" }
    return nil
  }
}
