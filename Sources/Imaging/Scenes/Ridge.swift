import Torch

/// A distant outline from one edge of the frame to the other: a range of mountains, a line of trees
/// or a skyline.
struct Ridge {
  let category: SceneCategory
  /// Relative depth, for the air between.
  let depth: Float
  private let noise: ValueNoise
  private let height, frequency, phase: Float
  private let base, top: Colour
  /// Height above which there is snow, in image units.
  private let snowLine: Float
  private let slant: Float

  /// An outline that rises `height` over the horizon at most, in image units.
  init(
    _ category: SceneCategory, height: Float, depth: Float, colour: Colour,
    _ stream: inout RandomStream
  ) {
    self.category = category
    self.depth = depth
    self.height = height
    base = colour
    noise = ValueNoise(seed: stream.noiseSeed())
    phase = stream.uniform(0, 100)
    slant = stream.uniform(-1, 1)
    switch category {
    case .mountain:
      frequency = stream.logarithmic(1.2, 4)
      snowLine = stream.chance(0.35) ? height * stream.uniform(0.45, 0.8) : 9
      top = Colour(0.88, 0.89, 0.92)
    case .building:
      frequency = stream.logarithmic(9, 20)
      snowLine = 9
      top = ScenePalettes.facade.draw(&stream)
    default:
      frequency = stream.logarithmic(7, 16)
      snowLine = 9
      top = colour * 0.6
    }
  }

  /// How far the outline rises over the horizon at `u`.
  func rise(_ u: Float) -> Float {
    let x = u * frequency + phase
    switch category {
    case .mountain:
      // Folding the noise makes crests; the finer octaves stay round enough for hills.
      let folded = 1 - abs(2 * noise.value(x) - 1)
      return height * max(0.05, 0.62 * folded + 0.6 * noise.fractal(x * 1.7, octaves: 4) - 0.1)
    case .building:
      let block = noise.value(x.rounded(.down) + 0.001)
      return height * (0.25 + 0.75 * block)
    default:
      return height * (0.35 + 0.9 * noise.fractal(x, octaves: 3))
    }
  }

  /// The colour `rise` over the horizon.
  @inline(__always)
  func colour(u: Float, rise: Float, outline: Float, light: SceneLight) -> Colour {
    switch category {
    case .mountain:
      let fold = noise.fractal((u + slant * rise) * 9, (rise - slant * 0.4 * u) * 13, octaves: 3)
      let lit = noise.value((u - light.sunSide * rise) * 5 + 40, rise * 3)
      let rocky = base * (0.62 + 0.55 * fold + 0.35 * (lit - 0.5) * (0.5 + light.hardness))
      let snow = smoothStep(snowLine, snowLine * 1.15, rise + 0.12 * (fold - 0.45))
      return light.through(air: depth, blend(rocky, top * (0.7 + 0.5 * fold), snow))
    case .building:
      let block = noise.value((u * frequency + phase).rounded(.down) + 0.501)
      let windows = noise.value((u * 70).rounded(.down) * 1.37, (rise * 64).rounded(.down) * 1.37)
      let wall = blend(base, top, block)
      return light.through(air: depth, wall * (windows > 0.6 ? 0.62 : 1.02))
    default:
      let leaves = noise.fractal(u * 26 + 9, rise * 30, octaves: 2)
      let shade = 0.45 + 0.9 * leaves + 0.4 * (rise / max(outline, 0.01) - 0.5)
      return light.through(air: depth, base * shade)
    }
  }
}
