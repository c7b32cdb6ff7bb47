/// Something that stands on the ground and hides what is behind it.
protocol SceneObject {
  var category: SceneCategory { get }
  /// Relative depth of the ground it stands on.
  var depth: Float { get }
  /// The frame's part it may cover, in image units.
  var bounds: SceneBounds { get }
  /// The place on the ground that it darkens, and how far to each side, in image units.
  var footprint: (u: Float, v: Float, reach: Float) { get }
  /// The surface's colour at a point, before light and air; `nil` outside the outline.
  func colour(u: Float, v: Float, light: SceneLight) -> Colour?
  /// Paints every pixel it covers.
  func paint(on canvas: inout SceneCanvas, light: SceneLight)
}

/// A rectangle in image units.
struct SceneBounds {
  let left, top, right, bottom: Float
}

extension SceneObject {
  // In an extension, so that the compiler makes one loop for each type with its colour inlined.
  func paint(on canvas: inout SceneCanvas, light: SceneLight) {
    let size = canvas.size
    let scale = Float(size)
    // Half a pixel: a pixel belongs to what its centre shows.
    let first = max(0, Int((bounds.left * scale - 0.5).rounded(.up)))
    let last = min(size - 1, Int((bounds.right * scale - 0.5).rounded(.down)))
    let upper = max(0, Int((bounds.top * scale - 0.5).rounded(.up)))
    let lower = min(size - 1, Int((bounds.bottom * scale - 0.5).rounded(.down)))
    guard first <= last, upper <= lower else { return }
    for y in upper...lower {
      let v = (Float(y) + 0.5) / scale
      for x in first...last {
        let u = (Float(x) + 0.5) / scale
        guard let surface = colour(u: u, v: v, light: light) else { continue }
        canvas.set(x, y, light.through(air: depth, surface), category)
      }
    }
  }
}
