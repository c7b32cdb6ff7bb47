import Torch

/// Puts things where such things stand: cars on roads, houses beside them, trees on grass.
struct ScenePlacement {
  private let view: SceneView
  private let ground: SceneGround
  private let kind: SceneKind
  private(set) var objects: [any SceneObject] = []

  init(view: SceneView, ground: SceneGround, kind: SceneKind) {
    self.view = view
    self.ground = ground
    self.kind = kind
  }

  /// Draws all things of a scene.
  mutating func populate(
    _ recipe: SceneRecipe, season: SceneSeason, _ stream: inout RandomStream
  ) {
    let leaves = ScenePalettes.foliage(season)
    for number in 0..<recipe.buildings.draw(&stream) {
      addBuilding(number, recipe, &stream)
    }
    for _ in 0..<recipe.trees.draw(&stream) {
      let shape: TreeObject.Shape = stream.chance(0.8) ? .round : .slender
      addTree(shape, metres: stream.uniform(4, 11), leaves, &stream)
    }
    for _ in 0..<recipe.conifers.draw(&stream) {
      addTree(.conifer, metres: stream.uniform(4, 13), leaves, &stream)
    }
    for _ in 0..<recipe.bushes.draw(&stream) {
      addTree(.bush, metres: stream.uniform(0.6, 1.8), leaves, &stream)
    }
    for _ in 0..<recipe.cars.draw(&stream) { addCar(&stream) }
    let people = recipe.people.draw(&stream)
    // People come in groups about one place.
    let meeting = place(among: [.grass, .road], apparent: 1.7, 0.24...1.0, &stream)
    for _ in 0..<people {
      var spot = place(among: [.grass, .road], apparent: 1.7, 0.24...1.0, &stream)
      if stream.chance(0.5), let meeting {
        let depth = meeting.depth * stream.uniform(0.9, 1.1)
        spot = (meeting.metres + stream.uniform(-2, 2), max(0.8, depth))
      }
      guard let spot else { continue }
      let metre = view.metre / spot.depth
      objects.append(
        PersonObject(
          u: view.across(spot.metres, depth: spot.depth), v: view.base(at: spot.depth),
          height: stream.uniform(1.45, 1.9) * metre, depth: spot.depth, &stream))
    }
  }

  private mutating func addTree(
    _ shape: TreeObject.Shape, metres height: Float, _ leaves: Palette,
    _ stream: inout RandomStream
  ) {
    let sizes: ClosedRange<Double> = shape == .bush ? 0.05...0.3 : 0.14...0.95
    guard let spot = place(among: [.grass], apparent: height, sizes, &stream) else { return }
    objects.append(
      TreeObject(
        shape, u: view.across(spot.metres, depth: spot.depth), v: view.base(at: spot.depth),
        height: height * view.metre / spot.depth, depth: spot.depth, leaves: leaves, &stream))
  }

  private mutating func addCar(_ stream: inout RandomStream) {
    guard let spot = place(among: [.road], apparent: 1.6, 0.13...0.48, &stream) else { return }
    let fromSide = stream.chance(0.5)
    objects.append(
      CarObject(
        u: view.across(spot.metres, depth: spot.depth), v: view.base(at: spot.depth),
        metre: view.metre / spot.depth, depth: spot.depth, fromSide: fromSide, &stream))
  }

  private mutating func addBuilding(
    _ number: Int, _ recipe: SceneRecipe, _ stream: inout RandomStream
  ) {
    let floors = stream.integer(in: recipe.floors)
    let width = stream.uniform(6, 16) * (floors > 3 ? 1.3 : 1)
    let apparent = stream.logarithmic(0.16, kind == .city ? 1.3 : 0.7)
    let depth = max(1.6, min(12, view.metre * 3 * Float(floors) / apparent))
    // Beside the road, on alternating sides, so that streets have two fronts.
    let side: Float = number % 2 == 0 ? 1 : -1
    let metres: Float
    if let middle = ground.roadMiddle(depth: depth), abs(middle) < 60 {
      let gap = ground.roadReach + stream.uniform(1, 6) + 0.5 * width
      metres = middle + side * gap
    } else {
      metres = view.metresAcross(stream.uniform(0, 1), depth: depth)
    }
    guard ground.category(metres: metres, depth: depth) != .water else { return }
    objects.append(
      BuildingObject(
        u: view.across(metres, depth: depth), view: view, depth: depth, width: width,
        floors: floors, gabled: stream.chance(recipe.gabled), &stream))
  }

  /// A place on ground of the given categories at which a thing of `metres` height is seen in one
  /// of `sizes`; `nil` when a few tries find none.
  private func place(
    among categories: [SceneCategory], apparent metres: Float, _ sizes: ClosedRange<Double>,
    _ stream: inout RandomStream
  ) -> (metres: Float, depth: Float)? {
    for _ in 0..<8 {
      let size = stream.logarithmic(sizes.lowerBound, sizes.upperBound)
      let depth = view.metre * metres / size
      let u = stream.uniform(0, 1)
      guard depth > 0.85, depth < 40 else { continue }
      let across = view.metresAcross(u, depth: depth)
      if categories.contains(ground.category(metres: across, depth: depth)) {
        return (across, depth)
      }
    }
    return nil
  }
}
