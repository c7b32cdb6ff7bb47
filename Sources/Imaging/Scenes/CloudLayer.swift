import Torch

/// Clouds on a plane high above: large overhead, flat and small towards the horizon.
struct CloudLayer {
  private let noise: ValueNoise
  /// The noise above which there is cloud.
  private let threshold: Float
  private let scale, drift: Float

  init(_ stream: inout RandomStream) {
    noise = ValueNoise(seed: stream.noiseSeed())
    threshold = stream.chance(0.2) ? 2 : stream.uniform(0.36, 0.62)
    scale = stream.logarithmic(1.2, 3)
    drift = stream.uniform(0, 50)
  }

  /// The cloud's colour, or `nil` where the sky is clear.
  @inline(__always)
  func colour(u: Float, v: Float, view: SceneView, light: SceneLight) -> Colour? {
    guard threshold < 1 else { return nil }
    let height = 0.16 / (view.horizon - v + 0.12)
    let x = (u - view.vanishing) * scale * (0.8 + height) + drift
    let y = (v + 0.35 * height) * scale * 2.2
    let density = noise.fractal(x, y, octaves: 4)
    guard density > threshold else { return nil }
    // Lit from above: the density a little higher up says how much cloud is in the sun's way.
    let above = noise.value(x * 1.5 + 3, y * 1.5 - 0.4)
    let body = smoothStep(threshold, threshold + 0.16, density)
    let face = blend(light.cloudLit, light.cloudShaded, body * (0.25 + 0.6 * above))
    return blend(light.sky(v, horizon: view.horizon), face, 0.35 + 0.65 * body)
  }
}
