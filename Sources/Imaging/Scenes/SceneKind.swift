/// The kinds of scene of ``ScenesDataset``; the raw value is the image label.
public enum SceneKind: Int, Sendable, CaseIterable {
  case coast, countryside, mountains, forest, village, city

  /// The name in tables and legends.
  public var name: String { String(describing: self) }
}
