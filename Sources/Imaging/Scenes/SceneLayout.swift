import Torch

/// Everything about a scene that is decided before a pixel is painted.
struct SceneLayout {
  let kind: SceneKind
  let view: SceneView
  let light: SceneLight
  let clouds: CloudLayer
  /// Outlines on the horizon, the farthest first.
  let ridges: [Ridge]
  let ground: SceneGround
  /// What stands on the ground, the farthest first.
  let objects: [any SceneObject]

  /// A scene drawn from a stream.
  init(_ stream: inout RandomStream) {
    let kind = SceneKind.allCases[stream.integer(below: SceneKind.allCases.count)]
    let season = SceneSeason.allCases[stream.integer(below: SceneSeason.allCases.count)]
    let view = SceneView(kind, &stream)
    let light = SceneLight(&stream)
    let recipe = SceneRecipe(kind)
    let ground = SceneGround(kind, view: view, light: light, season: season, &stream)
    self.kind = kind
    self.view = view
    self.light = light
    self.ground = ground
    clouds = CloudLayer(&stream)
    ridges = Self.drawRidges(recipe, season, &stream)
    var placing = ScenePlacement(view: view, ground: ground, kind: kind)
    placing.populate(recipe, season: season, &stream)
    objects = placing.objects.sorted { $0.depth > $1.depth }
  }

  private static func drawRidges(
    _ recipe: SceneRecipe, _ season: SceneSeason, _ stream: inout RandomStream
  ) -> [Ridge] {
    var ridges: [Ridge] = []
    let rock = ScenePalettes.rock.draw(&stream)
    let ranges = recipe.mountains.draw(&stream)
    for range in 0..<ranges {
      let nearness = Float(range + 1) / Float(ranges)
      let height = Float(stream.uniform(in: recipe.mountainHeight)) * (1.25 - 0.45 * nearness)
      let tint = Colour(repeating: 0.03 * Float(stream.normal()))
      ridges.append(
        Ridge(
          .mountain, height: height, depth: 26 - 16 * nearness, colour: rock + tint, &stream))
    }
    for _ in 0..<recipe.skyline.draw(&stream) {
      let colour = ScenePalettes.facade.draw(&stream)
      let height = stream.uniform(0.06, 0.3)
      ridges.append(Ridge(.building, height: height, depth: 8, colour: colour, &stream))
    }
    for _ in 0..<recipe.woods.draw(&stream) {
      let colour = ScenePalettes.foliage(season).draw(&stream)
      let height = stream.logarithmic(0.03, 0.22)
      ridges.append(Ridge(.tree, height: height, depth: 6, colour: colour, &stream))
    }
    return ridges
  }
}
