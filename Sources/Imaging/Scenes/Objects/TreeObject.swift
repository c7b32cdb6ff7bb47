import Torch

/// A tree or a bush: a mottled crown with a ragged outline, often on a trunk.
struct TreeObject: SceneObject {
  /// The outlines that crowns have.
  enum Shape { case round, conifer, slender, bush }

  let category = SceneCategory.tree
  let depth: Float
  private let shape: Shape
  private let u, v, height, halfWidth, lean: Float
  private let crown, bark: Colour
  private let crownBottom: Float
  private let noise: ValueNoise
  private let contrast, gaps: Float

  /// A tree that stands at `u` across and `v` down the frame, `height` in image units.
  init(
    _ shape: Shape, u: Float, v: Float, height: Float, depth: Float, leaves: Palette,
    _ stream: inout RandomStream
  ) {
    self.shape = shape
    self.u = u
    self.v = v
    self.height = height
    self.depth = depth
    noise = ValueNoise(seed: stream.noiseSeed())
    crown = leaves.draw(&stream)
    bark = ScenePalettes.dirt.draw(&stream) * 0.6
    lean = 0.06 * Float(stream.normal())
    contrast = stream.uniform(0.5, 1.1)
    gaps = stream.uniform(0, 0.3)
    switch shape {
    case .round:
      halfWidth = height * stream.uniform(0.28, 0.5)
      crownBottom = stream.uniform(0.15, 0.4)
    case .conifer:
      halfWidth = height * stream.uniform(0.16, 0.26)
      crownBottom = stream.uniform(0.04, 0.14)
    case .slender:
      halfWidth = height * stream.uniform(0.1, 0.16)
      crownBottom = stream.uniform(0.05, 0.2)
    case .bush:
      halfWidth = height * stream.uniform(0.6, 1.2)
      crownBottom = 0
    }
  }

  var bounds: SceneBounds {
    SceneBounds(
      left: u - 1.35 * halfWidth - abs(lean) * height, top: v - 1.05 * height,
      right: u + 1.35 * halfWidth + abs(lean) * height, bottom: v)
  }

  var footprint: (u: Float, v: Float, reach: Float) { (u, v, halfWidth) }

  @inline(__always)
  func colour(u x: Float, v y: Float, light: SceneLight) -> Colour? {
    let up = (v - y) / height
    let across = (x - u - lean * (v - y)) / halfWidth
    guard up >= 0 else { return nil }
    // Texture scales with the tree as leaves in the distance merge into masses.
    let leaf = noise.fractal(across * 3.6 + 20, up * 3.6 * height / halfWidth, octaves: 3)
    let ragged = 0.5 * (leaf - 0.44)
    let t = (up - crownBottom) / (1 - crownBottom)
    let inside: Float =
      switch shape {
      case .round, .bush:
        1 - across * across - (2 * t - 1) * (2 * t - 1)
      case .conifer:
        // Whorls of branches step the outline.
        (1.02 - t) * (0.8 + 0.3 * (1 - (t * 7 - (t * 7).rounded(.down)))) - abs(across)
      case .slender:
        1 - across * across - (2 * t - 1) * (2 * t - 1) * (2 * t - 1) * (2 * t - 1)
      }
    if t >= 0, inside + ragged > 0, leaf > gaps {
      let side = 1 + 0.35 * light.hardness * light.sunSide * across
      let shade = (0.62 + contrast * (leaf - 0.3) + 0.25 * (t - 0.4)) * side
      return crown * max(shade, 0.15)
    }
    let trunk = 0.06 * height / halfWidth
    guard t < 0.35, abs(across) < trunk, shape != .bush else { return nil }
    return bark * (0.8 + 0.4 * noise.value(x * 60, y * 12))
  }
}
