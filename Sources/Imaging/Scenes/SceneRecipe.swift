import Torch

/// How often and how large things are in one kind of scene.
struct SceneRecipe {
  /// A number of things, uniform in the range, that are there with a probability.
  struct Amount {
    let chance: Double
    let range: ClosedRange<Int>

    init(_ chance: Double, _ range: ClosedRange<Int>) {
      self.chance = chance
      self.range = range
    }

    func draw(_ stream: inout RandomStream) -> Int {
      stream.chance(chance) ? stream.integer(in: range) : 0
    }
  }

  let mountains, woods, skyline: Amount
  /// Greatest rise of the mountains, in image units.
  let mountainHeight: ClosedRange<Double>
  let trees, conifers, bushes, buildings, cars, people: Amount
  /// Storeys of the buildings.
  let floors: ClosedRange<Int>
  let gabled: Double

  init(_ kind: SceneKind) {
    switch kind {
    case .coast:
      mountains = Amount(0.5, 1...1)
      woods = Amount(0.1, 1...1)
      skyline = Amount(0.1, 1...1)
      mountainHeight = 0.06...0.3
      trees = Amount(0.4, 1...3)
      conifers = Amount(0.1, 1...2)
      bushes = Amount(0.4, 1...3)
      buildings = Amount(0.25, 1...2)
      cars = Amount(0.3, 1...2)
      people = Amount(0.7, 1...4)
      floors = 1...2
      gabled = 0.7
    case .countryside:
      mountains = Amount(0.55, 1...2)
      woods = Amount(0.6, 1...1)
      skyline = Amount(0, 1...1)
      mountainHeight = 0.08...0.3
      trees = Amount(0.85, 1...5)
      conifers = Amount(0.2, 1...3)
      bushes = Amount(0.6, 1...4)
      buildings = Amount(0.4, 1...2)
      cars = Amount(0.4, 1...2)
      people = Amount(0.4, 1...3)
      floors = 1...2
      gabled = 0.9
    case .mountains:
      mountains = Amount(1, 1...3)
      woods = Amount(0.3, 1...1)
      skyline = Amount(0, 1...1)
      mountainHeight = 0.25...0.6
      trees = Amount(0.3, 1...2)
      conifers = Amount(0.8, 2...7)
      bushes = Amount(0.4, 1...3)
      buildings = Amount(0.2, 1...1)
      cars = Amount(0.25, 1...1)
      people = Amount(0.45, 1...3)
      floors = 1...2
      gabled = 1
    case .forest:
      mountains = Amount(0.4, 1...1)
      woods = Amount(0.95, 1...2)
      skyline = Amount(0, 1...1)
      mountainHeight = 0.12...0.35
      trees = Amount(0.85, 3...8)
      conifers = Amount(0.6, 2...8)
      bushes = Amount(0.8, 1...5)
      buildings = Amount(0.08, 1...1)
      cars = Amount(0.2, 1...1)
      people = Amount(0.45, 1...3)
      floors = 1...1
      gabled = 1
    case .village:
      mountains = Amount(0.4, 1...1)
      woods = Amount(0.4, 1...1)
      skyline = Amount(0.1, 1...1)
      mountainHeight = 0.08...0.28
      trees = Amount(0.7, 1...4)
      conifers = Amount(0.2, 1...2)
      bushes = Amount(0.5, 1...3)
      buildings = Amount(1, 2...5)
      cars = Amount(0.7, 1...3)
      people = Amount(0.7, 1...4)
      floors = 1...3
      gabled = 0.85
    case .city:
      mountains = Amount(0.12, 1...1)
      woods = Amount(0.1, 1...1)
      skyline = Amount(0.7, 1...1)
      mountainHeight = 0.05...0.12
      trees = Amount(0.55, 1...4)
      conifers = Amount(0, 1...1)
      bushes = Amount(0.2, 1...2)
      buildings = Amount(1, 3...7)
      cars = Amount(0.95, 1...5)
      people = Amount(0.9, 1...6)
      floors = 2...9
      gabled = 0.15
    }
  }
}
