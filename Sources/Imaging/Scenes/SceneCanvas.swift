import Torch

/// The picture while it is painted: a colour and a category for each pixel.
struct SceneCanvas {
  /// Width and height in pixels.
  let size: Int
  private(set) var colours: [Colour]
  private(set) var labels: [UInt8]

  init(size: Int) {
    self.size = size
    colours = Array(repeating: Colour(repeating: 0), count: size * size)
    labels = Array(repeating: 0, count: size * size)
  }

  @inline(__always)
  mutating func set(_ x: Int, _ y: Int, _ colour: Colour, _ category: SceneCategory) {
    colours[y * size + x] = colour
    labels[y * size + x] = category.rawValue
  }

  /// Darkens the ground in an ellipse about a footprint, drawn out to the side away from the sun.
  mutating func shadow(_ footprint: (u: Float, v: Float, reach: Float), light: SceneLight) {
    let scale = Float(size)
    let reach = footprint.reach * (1 + light.hardness)
    let middle = footprint.u - 0.9 * light.sunSide * light.hardness * footprint.reach
    let flat = 0.22 * footprint.reach
    let first = max(0, Int((middle - reach) * scale))
    let last = min(size - 1, Int((middle + reach) * scale))
    let upper = max(0, Int((footprint.v - flat) * scale))
    let lower = min(size - 1, Int((footprint.v + flat) * scale))
    guard first <= last, upper <= lower else { return }
    let strength = 0.3 + 0.3 * light.hardness
    for y in upper...lower {
      let down = ((Float(y) + 0.5) / scale - footprint.v) / flat
      for x in first...last {
        let across = ((Float(x) + 0.5) / scale - middle) / reach
        let distance = across * across + down * down
        let label = labels[y * size + x]
        guard distance < 1,
          label == SceneCategory.grass.rawValue || label == SceneCategory.road.rawValue
        else { continue }
        colours[y * size + x] *= 1 - strength * (1 - distance * distance)
      }
    }
  }

  /// The finished picture: vignetting, sensor noise, 8 bits.
  func develop(light: SceneLight, _ stream: inout RandomStream) -> RGBImage {
    var pixels = [UInt8](repeating: 0, count: 3 * size * size)
    let falloff = stream.uniform(0, 0.35)
    // Three bytes of one word, summed, are near enough to a bell curve for noise.
    let amplitude = light.grain / 128
    pixels.withUnsafeMutableBufferPointer { output in
      colours.withUnsafeBufferPointer { input in
        for y in 0..<size {
          let v = (Float(y) + 0.5) / Float(size) - 0.5
          for x in 0..<size {
            let u = (Float(x) + 0.5) / Float(size) - 0.5
            let place = y * size + x
            let bits = stream.next()
            let grain =
              Colour(
                Self.bell(bits), Self.bell(bits >> 21), Self.bell(bits >> 42)) * amplitude
            let dimmed = input[place] * (1 - falloff * (u * u + v * v)) + grain
            let scaled =
              dimmed.clamped(
                lowerBound: Colour(repeating: 0), upperBound: Colour(repeating: 1)) * 255 + 0.5
            output[3 * place] = UInt8(scaled.x)
            output[3 * place + 1] = UInt8(scaled.y)
            output[3 * place + 2] = UInt8(scaled.z)
          }
        }
      }
    }
    return RGBImage(width: size, height: size, pixels: pixels)
  }

  /// The sum of three 7-bit numbers, centred: a standard deviation of 64.
  @inline(__always)
  private static func bell(_ bits: UInt64) -> Float {
    Float(Int32(bits & 127) + Int32((bits >> 7) & 127) + Int32((bits >> 14) & 127) - 190)
  }
}
