import Torch

/// A building: a straight-edged front with rows of windows, a roof, and a side that runs to the
/// vanishing point.
struct BuildingObject: SceneObject {
  let category = SceneCategory.building
  let depth: Float
  private let left, right, base, height: Float
  private let vanishing, horizon, sideReach: Float
  private let gable: Float
  private let wall, roof, glass: Colour
  private let floorHeight, bayWidth, windowShare, windowDark: Float
  private let noise: ValueNoise

  /// A building of `floors` storeys and `width` metres whose front has its middle at `u` across the
  /// frame.
  init(
    u: Float, view: SceneView, depth: Float, width: Float, floors: Int, gabled: Bool,
    _ stream: inout RandomStream
  ) {
    let metre = view.metre / depth
    self.depth = depth
    base = view.base(at: depth)
    left = u - 0.5 * width * metre
    right = u + 0.5 * width * metre
    let storey = stream.uniform(2.7, 3.4) * metre
    height = storey * Float(floors)
    vanishing = view.vanishing
    horizon = view.horizon
    sideReach = 1 - 1 / (1 + stream.uniform(0.1, 0.6))
    gable = gabled ? stream.uniform(0.3, 0.6) * min(width * metre, 2.5 * storey) : 0
    wall = ScenePalettes.facade.draw(&stream)
    roof = ScenePalettes.roof.draw(&stream)
    glass = stream.chance(0.25) ? Colour(0.70, 0.74, 0.70) : Colour(0.20, 0.24, 0.30)
    floorHeight = storey
    bayWidth = stream.uniform(2.2, 4) * metre
    windowShare = stream.uniform(0.35, 0.75)
    windowDark = stream.uniform(0.5, 1)
    noise = ValueNoise(seed: stream.noiseSeed())
  }

  var bounds: SceneBounds {
    let middle = 0.5 * (left + right)
    let reach = vanishing > middle ? right : left
    let sideEnd = reach + sideReach * (vanishing - reach)
    return SceneBounds(
      left: min(left, sideEnd), top: base - height - gable, right: max(right, sideEnd),
      bottom: base)
  }

  var footprint: (u: Float, v: Float, reach: Float) {
    (0.5 * (left + right), base, 0.5 * (right - left))
  }

  @inline(__always)
  func colour(u: Float, v: Float, light: SceneLight) -> Colour? {
    let sunOnFront = 1 + 0.1 * light.hardness
    if u >= left, u <= right {
      let up = base - v
      guard up >= 0 else { return nil }
      if up <= height {
        return front(across: u - left, up: up, width: right - left) * sunOnFront
      }
      guard gable > 0 else { return nil }
      let slope = 1 - abs(2 * (u - left) / (right - left) - 1) * 0.55
      guard up - height < gable * min(1, slope * 1.2) else { return nil }
      let tiles = noise.value(u * 30, v * 90)
      return roof * (0.86 + 0.25 * tiles)
    }
    // The side that faces the middle of the view, smaller towards the vanishing point.
    let edge = vanishing > 0.5 * (left + right) ? right : left
    let run = vanishing - edge
    guard abs(run) > 1e-4 else { return nil }
    let t = (u - edge) / run
    guard t >= 0, t <= sideReach else { return nil }
    let bottom = blend(base, horizon, t)
    let top = blend(base - height, horizon, t)
    guard v <= bottom, v >= top else { return nil }
    let sun = 1 + 0.4 * light.hardness * light.sunSide * (run > 0 ? 1 : -1)
    let shrink = 1 - t
    // Equal bays of the side crowd together as they recede.
    let bays = 2.2 * t / max(shrink, 0.05) * abs(run) / bayWidth
    return front(across: bays * bayWidth, up: (bottom - v) / shrink, width: .infinity)
      * (0.72 * sun)
  }

  @inline(__always)
  private func front(across: Float, up: Float, width: Float) -> Colour {
    let column = across / bayWidth
    let row = up / floorHeight
    let stain = noise.value(across * 14, up * 9)
    let surface = wall * (0.9 + 0.16 * stain)
    let inColumn = column - column.rounded(.down)
    let inRow = row - row.rounded(.down)
    let low = 0.5 * (1 - windowShare)
    guard inColumn > low, inColumn < 1 - low, inRow > 0.25, inRow < 0.25 + 0.85 * windowShare else {
      return surface
    }
    let lamp = noise.value(column.rounded(.down) + 0.5, row.rounded(.down) + 90.5)
    return blend(surface, glass * (0.7 + 0.7 * lamp), windowDark)
  }
}
