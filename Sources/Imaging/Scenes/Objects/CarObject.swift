import Torch

/// A car from the side or from an end: smooth paint, dark glass, wheels on the ground.
struct CarObject: SceneObject {
  let category = SceneCategory.car
  let depth: Float
  private let u, v, halfWidth, height: Float
  private let fromSide: Bool
  private let nose: Float
  private let paint, glass: Colour
  private let cabin, sill: Float

  /// A car that stands at `u` across and `v` down the frame, where a metre is `metre` image units.
  init(u: Float, v: Float, metre: Float, depth: Float, fromSide: Bool, _ stream: inout RandomStream)
  {
    self.u = u
    self.v = v
    self.depth = depth
    self.fromSide = fromSide
    let length = fromSide ? stream.uniform(3.6, 5.2) : stream.uniform(1.7, 2.1)
    halfWidth = 0.5 * length * metre
    height = stream.uniform(1.4, 2) * metre
    nose = stream.chance(0.5) ? 1 : -1
    paint = ScenePalettes.paint.draw(&stream)
    glass = Colour(0.16, 0.20, 0.25) * stream.uniform(0.7, 2)
    cabin = stream.uniform(0.5, 0.75)
    sill = stream.uniform(0.5, 0.62)
  }

  var bounds: SceneBounds {
    SceneBounds(left: u - halfWidth, top: v - height, right: u + halfWidth, bottom: v)
  }

  var footprint: (u: Float, v: Float, reach: Float) { (u, v, 1.05 * halfWidth) }

  @inline(__always)
  func colour(u x: Float, v y: Float, light: SceneLight) -> Colour? {
    let across = (x - u) / halfWidth * nose
    let up = (v - y) / height
    guard abs(across) <= 1, up >= 0, up <= 1 else { return nil }
    let wheelRadius: Float = 0.26
    if fromSide {
      let aspect = halfWidth / height
      let front = (across - 0.62) * aspect
      let rear = (across + 0.62) * aspect
      let rise = up - wheelRadius
      let wheel = min(front * front, rear * rear) + rise * rise
      if wheel < wheelRadius * wheelRadius {
        return wheel < 0.02 ? Colour(0.5, 0.5, 0.5) : Colour(0.08, 0.08, 0.09)
      }
      guard up > 0.16 else { return nil }
    } else if up < 0.22 {
      guard abs(across) > 0.62, abs(across) < 0.95 else {
        return up > 0.12 ? Colour(0.10, 0.10, 0.11) : nil
      }
      return Colour(0.07, 0.07, 0.08)
    }
    let sheen = 0.72 + 0.5 * up + 0.15 * light.hardness * light.sunSide * across * nose
    if up <= sill {
      // Corners of the body are round.
      let corner = max(0, abs(across) - 0.9) * 6 + max(0, up - sill + 0.14) * 2.2
      guard corner < 0.75 else { return nil }
      if !fromSide, up > 0.36, up < 0.46, abs(across) > 0.66 {
        return nose > 0 ? Colour(0.92, 0.90, 0.80) : Colour(0.62, 0.10, 0.08)
      }
      return paint * sheen
    }
    let taper = (up - sill) / (1 - sill)
    let middle: Float = fromSide ? -0.1 : 0
    let reach = fromSide ? cabin * (1 - 0.35 * taper) : 0.9 - 0.22 * taper
    guard abs(across - middle) < reach else { return nil }
    let pane = taper > 0.12 && taper < 0.78 && abs(across - middle) < reach - 0.08
    let pillar = fromSide && abs(across - middle + 0.06) < 0.035
    guard pane, !pillar else { return paint * (sheen * 1.08) }
    return blend(glass, light.horizonGlow, 0.15 + 0.3 * taper)
  }
}
