import Torch

/// A person standing or walking: head, clothed trunk, two legs.
struct PersonObject: SceneObject {
  let category = SceneCategory.person
  let depth: Float
  private let u, v, height: Float
  private let shirt, trousers, skin, hair: Colour
  private let stride, arm, girth, lean: Float

  /// A person at `u` across and `v` down the frame, `height` in image units.
  init(u: Float, v: Float, height: Float, depth: Float, _ stream: inout RandomStream) {
    self.u = u
    self.v = v
    self.height = height
    self.depth = depth
    shirt = ScenePalettes.cloth.draw(&stream)
    trousers = ScenePalettes.cloth.draw(&stream) * 0.8
    skin = ScenePalettes.skin.draw(&stream)
    hair = Colour(0.16, 0.13, 0.11) * stream.uniform(0.6, 3)
    stride = stream.uniform(0.01, 0.11)
    arm = stream.uniform(0.02, 0.12)
    girth = stream.uniform(0.095, 0.15)
    lean = 0.05 * Float(stream.normal())
  }

  var bounds: SceneBounds {
    let reach = (0.3 + abs(lean)) * height
    return SceneBounds(left: u - reach, top: v - height, right: u + reach, bottom: v)
  }

  var footprint: (u: Float, v: Float, reach: Float) { (u, v, 0.16 * height) }

  @inline(__always)
  func colour(u x: Float, v y: Float, light: SceneLight) -> Colour? {
    let up = (v - y) / height
    let across = (x - u) / height - lean * up
    guard up >= 0, up <= 1 else { return nil }
    let side = 1 + 0.3 * light.hardness * light.sunSide * across / girth
    if up > 0.86 {
      let rise = (up - 0.93) / 0.072
      guard across * across / 0.0034 + rise * rise < 1 else { return nil }
      return (rise > 0.25 ? hair : skin) * side
    }
    if up > 0.46 {
      let shoulder = girth * (up > 0.8 ? 1 - 4 * (up - 0.8) : 1)
      if abs(across) < shoulder { return shirt * side * (0.9 + 0.12 * up) }
      // Arms hang away from the trunk, further out lower down.
      let hang = girth + arm * (0.82 - up) / 0.36
      guard up < 0.82, abs(abs(across) - hang) < 0.028 else { return nil }
      return (up < 0.52 ? skin : shirt * 0.9) * side
    }
    let spread = 0.045 + stride * (0.46 - up) / 0.46
    guard abs(abs(across) - spread) < 0.045 else { return nil }
    return up < 0.04 ? Colour(0.12, 0.11, 0.11) : trousers * side
  }
}
