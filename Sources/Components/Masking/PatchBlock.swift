import Foundation
import NeuralNetworks
import Torch

/// A rectangle of patches with an exact count.
enum PatchBlock {
  /// - Parameter count: 0 … the grid's tokens. Where the rectangle holds more, its first `count`
  ///   patches in row-major order are taken.
  /// - Returns: places in the grid.
  static func sample(_ count: Int, in grid: TokenGrid, using random: inout RandomStream) -> [Int] {
    guard count > 0 else { return [] }
    let (rows, columns, m) = (Double(grid.rows), Double(grid.columns), Double(count))
    let low = max(log(0.5), log(m / (columns * columns)))
    let high = min(log(2), log(rows * rows / m))
    let aspect = exp(low < high ? random.uniform(in: low...high) : high)
    // The bounds keep both sides inside the grid; min() only absorbs rounding.
    let height = min(Int((m * aspect).squareRoot().rounded(.up)), grid.rows)
    let width = min(
      max(Int((m / aspect).squareRoot().rounded(.up)), (count + height - 1) / height),
      grid.columns)
    let top = random.integer(below: grid.rows - height + 1)
    let left = random.integer(below: grid.columns - width + 1)
    let places = (top..<top + height).flatMap { row in
      (left..<left + width).map { row * grid.columns + $0 }
    }
    return Array(places.prefix(count))
  }

  /// The places of a block of a given size, its corner equally likely to be anywhere it fits.
  static func placed(
    _ size: BlockSize, in grid: TokenGrid, using random: inout RandomStream
  ) -> [Int] {
    let top = random.integer(below: grid.rows - size.rows + 1)
    let left = random.integer(below: grid.columns - size.columns + 1)
    return (top..<top + size.rows).flatMap { row in
      (left..<left + size.columns).map { row * grid.columns + $0 }
    }
  }

  /// The places after a circular shift by uniform offsets in both axes.
  static func rolled(
    _ places: [Int], in grid: TokenGrid, using random: inout RandomStream
  ) -> [Int] {
    let down = random.integer(below: grid.rows)
    let right = random.integer(below: grid.columns)
    return places.map { place in
      let row = (place / grid.columns + down) % grid.rows
      let column = (place % grid.columns + right) % grid.columns
      return row * grid.columns + column
    }
  }
}
