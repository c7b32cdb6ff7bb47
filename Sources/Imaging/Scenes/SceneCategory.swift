/// The ten pixel categories of ``ScenesDataset``; the raw value is the pixel label.
public enum SceneCategory: UInt8, Sendable, CaseIterable {
  case sky, cloud, mountain, tree, grass, water, road, building, car, person

  /// The name in tables and legends.
  public var name: String { String(describing: self) }

  /// The colour in label maps shown to people.
  public var displayColour: RGB {
    switch self {
    case .sky: RGB(126, 186, 240)
    case .cloud: RGB(240, 240, 248)
    case .mountain: RGB(150, 120, 100)
    case .tree: RGB(24, 110, 48)
    case .grass: RGB(140, 200, 80)
    case .water: RGB(36, 80, 190)
    case .road: RGB(110, 110, 118)
    case .building: RGB(200, 90, 60)
    case .car: RGB(250, 200, 20)
    case .person: RGB(230, 40, 150)
    }
  }
}
