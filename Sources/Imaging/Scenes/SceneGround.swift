import Torch

/// What covers the ground: grass, with a road through it, paving over it or water beyond it.
struct SceneGround {
  private let view: SceneView
  private let light: SceneLight
  private let noise: ValueNoise
  private let grass, road, paving, water: Colour
  private let streaks, patchiness: Float
  // The road: a strip in metres about a line that may bend and run aslant.
  private let hasRoad: Bool
  private let marked: Bool
  private let roadCentre, roadHalfWidth, roadBend, roadSlant, pavementWidth: Float
  // The water: beyond a shore, or a lake between two depths.
  private let hasWater: Bool
  private let shoreNear, shoreFar, shoreRoughness, ripple: Float

  init(
    _ kind: SceneKind, view: SceneView, light: SceneLight, season: SceneSeason,
    _ stream: inout RandomStream
  ) {
    self.view = view
    self.light = light
    noise = ValueNoise(seed: stream.noiseSeed())
    grass = ScenePalettes.foliage(season).draw(&stream)
    water = ScenePalettes.deepWater.draw(&stream)
    let paved = kind == .city || kind == .village ? stream.chance(0.9) : stream.chance(0.45)
    road = (paved ? ScenePalettes.asphalt : ScenePalettes.dirt).draw(&stream)
    paving = ScenePalettes.asphalt.draw(&stream) * 1.12
    marked = paved && stream.chance(0.75)
    streaks = stream.uniform(0.15, 0.5)
    patchiness = stream.uniform(0.15, 0.5)

    let roadChance: Double
    let waterChance: Double
    switch kind {
    case .coast: (roadChance, waterChance) = (0.35, 1)
    case .countryside: (roadChance, waterChance) = (0.65, 0.2)
    case .mountains: (roadChance, waterChance) = (0.4, 0.5)
    case .forest: (roadChance, waterChance) = (0.6, 0.2)
    case .village: (roadChance, waterChance) = (0.95, 0.1)
    case .city: (roadChance, waterChance) = (1, 0.08)
    }
    hasRoad = stream.chance(roadChance)
    hasWater = stream.chance(waterChance)
    roadHalfWidth = kind == .city ? stream.uniform(4, 8) : stream.uniform(1.3, 4)
    roadCentre = stream.uniform(-4, 4)
    roadBend = 0.5 * Float(stream.normal())
    roadSlant = kind == .city ? 0.2 * Float(stream.normal()) : 1.2 * Float(stream.normal())
    pavementWidth =
      kind == .city ? stream.uniform(2, 30) : kind == .village ? stream.uniform(0, 4) : 0
    shoreNear = kind == .coast ? stream.logarithmic(1.02, 3.5) : stream.logarithmic(1.4, 4)
    shoreFar = kind == .coast ? .infinity : shoreNear * stream.logarithmic(1.4, 6)
    shoreRoughness = stream.uniform(0.1, 0.6)
    ripple = stream.uniform(0.1, 0.5)
  }

  /// The road's middle in metres across, or `nil` without a road.
  func roadMiddle(depth: Float) -> Float? { hasRoad ? middle(depth) : nil }

  /// The road's half width in metres.
  var roadReach: Float { roadHalfWidth }

  /// The category of a point of the ground.
  @inline(__always)
  func category(metres: Float, depth: Float) -> SceneCategory {
    if hasRoad {
      let away = abs(metres - middle(depth))
      if away < roadHalfWidth + pavementWidth { return .road }
    }
    guard hasWater, depth > shoreNear * 0.6 else { return .grass }
    let wander = 1 + shoreRoughness * (noise.fractal(metres * 0.16 + 31, octaves: 3) - 0.45)
    return depth > shoreNear * wander && depth < shoreFar * wander ? .water : .grass
  }

  /// The colour of a point of the ground.
  @inline(__always)
  func colour(_ category: SceneCategory, u: Float, v: Float, metres: Float, depth: Float) -> Colour
  {
    switch category {
    case .water:
      // A flat mirror of the sky, broken into bands that shorten with distance.
      let mirrored = light.sky(2 * view.horizon - v, horizon: view.horizon)
      let wave = noise.fractal(u * 7 + 3, 26 * (v + 0.4 * (v - view.horizon)), octaves: 2)
      let facing = max(0, 1 - 1.1 * (v - view.horizon))
      let surface = blend(water * light.cast, mirrored, 0.25 + 0.5 * facing)
      return surface * (1 + ripple * (wave - 0.375) * 1.6)
    case .road:
      let away = abs(metres - middle(depth))
      let grain = noise.value(u * 42, v * 42)
      let wear = noise.value(metres * 0.5 + 60, depth * 2)
      if away > roadHalfWidth {
        let slab = noise.value((metres * 0.7).rounded(.down) + 0.2, (depth * 6).rounded(.down))
        return light.through(air: depth, paving * (0.86 + 0.12 * grain + 0.14 * slab))
      }
      let dash = Int32(depth * 4) & 1 == 0
      if marked, away < 0.14, dash || roadBend > 0 {
        return light.through(air: depth, Colour(0.85, 0.84, 0.78))
      }
      return light.through(air: depth, road * (0.82 + 0.14 * grain + 0.22 * wear))
    default:
      let blades = noise.value(u * 58, v * 20 + 7)
      let tufts = noise.fractal(metres * 0.6, depth * 3 + 13, octaves: 2)
      let shade = 1 + streaks * (blades - 0.5) + patchiness * (tufts - 0.375) * 1.6
      return light.through(air: depth, grass * shade)
    }
  }

  @inline(__always)
  private func middle(_ depth: Float) -> Float {
    let ahead = depth - 1
    return roadCentre + roadSlant * ahead + 0.12 * roadBend * ahead * ahead
  }
}
