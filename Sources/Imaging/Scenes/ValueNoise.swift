import Foundation

/// Smooth noise on a lattice, made by hashing: the same field at every resolution.
struct ValueNoise {
  let seed: UInt32

  /// A value in `0 ..< 1` for a point of the line.
  @inline(__always)
  func value(_ x: Float) -> Float {
    let cell = x.rounded(.down)
    let column = Int32(cell)
    let t = Self.fade(x - cell)
    return blend(corner(column, 0), corner(column &+ 1, 0), t)
  }

  /// A value in `0 ..< 1` for a point of the plane.
  @inline(__always)
  func value(_ x: Float, _ y: Float) -> Float {
    let cellX = x.rounded(.down)
    let cellY = y.rounded(.down)
    let column = Int32(cellX)
    let row = Int32(cellY)
    let t = Self.fade(x - cellX)
    let upper = blend(corner(column, row), corner(column &+ 1, row), t)
    let lower = blend(corner(column, row &+ 1), corner(column &+ 1, row &+ 1), t)
    return blend(upper, lower, Self.fade(y - cellY))
  }

  /// Octaves of the line's noise, each of twice the frequency and half the height; `0 ..< 1`.
  func fractal(_ x: Float, octaves: Int) -> Float {
    var sum: Float = 0
    var height: Float = 0.5
    var position = x
    for octave in 0..<octaves {
      sum += height * value(position + 17.3 * Float(octave))
      position *= 2.03
      height *= 0.5
    }
    return sum
  }

  /// Octaves of the plane's noise, each of twice the frequency and half the height; `0 ..< 1`.
  @inline(__always)
  func fractal(_ x: Float, _ y: Float, octaves: Int) -> Float {
    var sum: Float = 0
    var height: Float = 0.5
    var (column, row) = (x, y)
    for _ in 0..<octaves {
      sum += height * value(column, row)
      column = column * 2.03 + 11.7
      row = row * 2.03 + 5.9
      height *= 0.5
    }
    return sum
  }

  @inline(__always)
  private static func fade(_ t: Float) -> Float { t * t * (3 - 2 * t) }

  /// The lattice point's value in `0 ..< 1`.
  @inline(__always)
  private func corner(_ x: Int32, _ y: Int32) -> Float {
    var hash = UInt32(bitPattern: x) &* 0x8DA6_B343 ^ UInt32(bitPattern: y) &* 0xD816_3841 ^ seed
    hash ^= hash >> 15
    hash &*= 0x2C1B_3C6D
    hash ^= hash >> 12
    hash &*= 0x297A_2D39
    hash ^= hash >> 15
    return Float(hash >> 8) * 0x1p-24
  }
}

/// e to the power of `x`.
func exponential(_ x: Double) -> Double { exp(x) }

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }
