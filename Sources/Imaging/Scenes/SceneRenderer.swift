import Torch

/// Paints a scene, the farthest first.
enum SceneRenderer {
  /// The picture and the category of each pixel.
  static func render(
    _ scene: SceneLayout, size: Int, _ stream: inout RandomStream
  ) -> (RGBImage, LabelMap) {
    var canvas = SceneCanvas(size: size)
    paintBackground(scene, on: &canvas)
    for object in scene.objects {
      canvas.shadow(object.footprint, light: scene.light)
      object.paint(on: &canvas, light: scene.light)
    }
    let image = canvas.develop(light: scene.light, &stream)
    return (image, LabelMap(width: size, height: size, labels: canvas.labels))
  }

  private static func paintBackground(_ scene: SceneLayout, on canvas: inout SceneCanvas) {
    let size = canvas.size
    let view = scene.view
    let light = scene.light
    // Nearest first, for the search; an outline's rise depends on the column alone.
    let ridges = Array(scene.ridges.reversed())
    let outlines = ridges.map { ridge in
      (0..<size).map { ridge.rise((Float($0) + 0.5) / Float(size)) }
    }
    for y in 0..<size {
      let v = (Float(y) + 0.5) / Float(size)
      guard v < view.horizon else {
        paintGround(scene, row: y, v: v, on: &canvas)
        continue
      }
      let sky = light.sky(v, horizon: view.horizon)
      let rise = view.horizon - v
      for x in 0..<size {
        let u = (Float(x) + 0.5) / Float(size)
        if let front = ridges.indices.first(where: { outlines[$0][x] > rise }) {
          let colour = ridges[front].colour(
            u: u, rise: rise, outline: outlines[front][x], light: light)
          canvas.set(x, y, colour, ridges[front].category)
        } else if let cloud = scene.clouds.colour(u: u, v: v, view: view, light: light) {
          canvas.set(x, y, cloud, .cloud)
        } else {
          canvas.set(x, y, sky, .sky)
        }
      }
    }
  }

  private static func paintGround(
    _ scene: SceneLayout, row y: Int, v: Float, on canvas: inout SceneCanvas
  ) {
    let depth = scene.view.depth(at: v)
    for x in 0..<canvas.size {
      let u = (Float(x) + 0.5) / Float(canvas.size)
      let metres = scene.view.metresAcross(u, depth: depth)
      let category = scene.ground.category(metres: metres, depth: depth)
      let colour = scene.ground.colour(category, u: u, v: v, metres: metres, depth: depth)
      canvas.set(x, y, colour, category)
    }
  }
}
