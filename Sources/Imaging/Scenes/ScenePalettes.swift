/// The materials' palettes. They overlap on purpose: grey-brown is mountain, road or building; green
/// is grass, tree or wooded hill; blue is sky, water, car or glass; white is cloud, plaster, car or
/// snow. What a patch is follows from its texture, its place and what is around it.
enum ScenePalettes {
  static let rock = Palette(
    bases: [
      Colour(0.46, 0.44, 0.43), Colour(0.45, 0.37, 0.30), Colour(0.34, 0.36, 0.40),
      Colour(0.56, 0.48, 0.38), Colour(0.27, 0.38, 0.23), Colour(0.35, 0.42, 0.30),
    ], brightness: 0.16, tint: 0.025)

  static let asphalt = Palette(
    bases: [
      Colour(0.36, 0.36, 0.37), Colour(0.47, 0.46, 0.45), Colour(0.28, 0.29, 0.31),
      Colour(0.55, 0.52, 0.48),
    ], brightness: 0.14, tint: 0.02)

  static let dirt = Palette(
    bases: [Colour(0.50, 0.41, 0.30), Colour(0.58, 0.50, 0.38), Colour(0.42, 0.36, 0.28)],
    brightness: 0.14, tint: 0.02)

  static let facade = Palette(
    bases: [
      Colour(0.52, 0.50, 0.48), Colour(0.50, 0.32, 0.25), Colour(0.70, 0.66, 0.58),
      Colour(0.80, 0.79, 0.76), Colour(0.40, 0.40, 0.42), Colour(0.58, 0.50, 0.36),
      Colour(0.42, 0.50, 0.60), Colour(0.46, 0.40, 0.34),
    ], brightness: 0.14, tint: 0.025)

  static let roof = Palette(
    bases: [Colour(0.48, 0.25, 0.19), Colour(0.30, 0.29, 0.30), Colour(0.38, 0.30, 0.24)],
    brightness: 0.16, tint: 0.02)

  static let paint = Palette(
    bases: [
      Colour(0.75, 0.75, 0.76), Colour(0.16, 0.16, 0.18), Colour(0.45, 0.46, 0.48),
      Colour(0.22, 0.33, 0.55), Colour(0.60, 0.13, 0.13), Colour(0.86, 0.86, 0.85),
      Colour(0.30, 0.40, 0.32), Colour(0.40, 0.52, 0.68),
    ], brightness: 0.12, tint: 0.02)

  static let cloth = Palette(
    bases: [
      Colour(0.20, 0.22, 0.30), Colour(0.62, 0.20, 0.20), Colour(0.78, 0.76, 0.72),
      Colour(0.30, 0.40, 0.60), Colour(0.36, 0.34, 0.32), Colour(0.72, 0.62, 0.28),
      Colour(0.30, 0.44, 0.30), Colour(0.50, 0.42, 0.36),
    ], brightness: 0.2, tint: 0.03)

  static let skin = Palette(
    bases: [Colour(0.80, 0.62, 0.50), Colour(0.62, 0.44, 0.33), Colour(0.38, 0.26, 0.20)],
    brightness: 0.08, tint: 0.015)

  static let deepWater = Palette(
    bases: [
      Colour(0.12, 0.28, 0.40), Colour(0.16, 0.34, 0.34), Colour(0.24, 0.32, 0.32),
      Colour(0.32, 0.34, 0.30),
    ], brightness: 0.15, tint: 0.02)

  /// Grass and leaves of one season: one palette serves both, so that hue alone cannot tell them.
  static func foliage(_ season: SceneSeason) -> Palette {
    switch season {
    case .spring:
      Palette(
        bases: [Colour(0.36, 0.52, 0.20), Colour(0.30, 0.46, 0.22), Colour(0.42, 0.54, 0.28)],
        brightness: 0.18, tint: 0.025)
    case .summer:
      Palette(
        bases: [Colour(0.22, 0.36, 0.16), Colour(0.30, 0.42, 0.18), Colour(0.26, 0.34, 0.20)],
        brightness: 0.18, tint: 0.025)
    case .autumn:
      Palette(
        bases: [
          Colour(0.55, 0.36, 0.16), Colour(0.46, 0.42, 0.20), Colour(0.42, 0.28, 0.16),
          Colour(0.36, 0.40, 0.20),
        ], brightness: 0.18, tint: 0.03)
    case .dry:
      Palette(
        bases: [Colour(0.54, 0.48, 0.30), Colour(0.44, 0.42, 0.26), Colour(0.36, 0.38, 0.22)],
        brightness: 0.16, tint: 0.025)
    }
  }
}

/// What colours the leaves.
enum SceneSeason: CaseIterable {
  case spring, summer, autumn, dry
}
