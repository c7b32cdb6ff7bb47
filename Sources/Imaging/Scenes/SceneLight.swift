import Torch

/// The light of a scene: what the sky looks like and what the camera makes of it.
struct SceneLight {
  /// Colour of the sky above the frame and at the horizon.
  let zenith, horizonGlow: Colour
  /// What every surface's colour is multiplied by.
  let cast: Colour
  /// Colour of clouds' lit and shaded sides.
  let cloudLit, cloudShaded: Colour
  /// Which side the sun stands on, -1 … 1, and how hard the shadows are, 0 … 1.
  let sunSide, hardness: Float
  /// Share of the horizon's colour mixed in per unit of relative depth.
  let haze: Float
  /// Standard deviation of the sensor's noise.
  let grain: Float

  init(_ stream: inout RandomStream) {
    let hour = stream.uniform()
    let top: Colour
    let low: Colour
    let tone: Colour
    let lit: Colour
    let shaded: Colour
    switch hour {
    case ..<0.42:  // day
      top = Colour(0.24, 0.44, 0.76)
      low = Colour(0.62, 0.76, 0.88)
      tone = Colour(1.02, 1.0, 0.97)
      lit = Colour(0.95, 0.95, 0.95)
      shaded = Colour(0.66, 0.69, 0.74)
      hardness = stream.uniform(0.4, 1)
    case ..<0.62:  // low sun
      top = Colour(0.40, 0.48, 0.66)
      low = Colour(0.93, 0.70, 0.48)
      tone = Colour(1.08, 0.93, 0.74)
      lit = Colour(0.97, 0.82, 0.66)
      shaded = Colour(0.58, 0.50, 0.54)
      hardness = stream.uniform(0.5, 1)
    case ..<0.72:  // dusk
      top = Colour(0.17, 0.21, 0.38)
      low = Colour(0.56, 0.42, 0.44)
      tone = Colour(0.58, 0.58, 0.74)
      lit = Colour(0.50, 0.42, 0.48)
      shaded = Colour(0.24, 0.25, 0.36)
      hardness = 0.1
    default:  // overcast
      top = Colour(0.56, 0.60, 0.65)
      low = Colour(0.76, 0.77, 0.78)
      tone = Colour(0.86, 0.89, 0.93)
      lit = Colour(0.80, 0.81, 0.83)
      shaded = Colour(0.48, 0.50, 0.54)
      hardness = stream.uniform(0, 0.25)
    }
    let exposure = Float(exponential(0.2 * stream.normal()))
    let balance = Colour(
      1 + 0.05 * Float(stream.normal()), 1 + 0.02 * Float(stream.normal()),
      1 + 0.06 * Float(stream.normal()))
    let gain = balance * exposure
    let skyTint = 0.04 * Float(stream.normal())
    zenith = (top + skyTint) * gain
    horizonGlow = (low + skyTint) * gain
    cast = tone * gain
    cloudLit = lit * gain
    cloudShaded = shaded * gain
    sunSide = stream.uniform(-1, 1)
    haze = stream.logarithmic(0.002, 0.05)
    grain = stream.logarithmic(0.008, 0.04)
  }

  /// The clear sky at height `v` over a horizon.
  @inline(__always)
  func sky(_ v: Float, horizon: Float) -> Colour {
    let rise = max(0, min(1, (horizon - v) / 0.6))
    return blend(horizonGlow, zenith, rise * (2 - rise))
  }

  /// A surface's colour seen through the air between.
  @inline(__always)
  func through(air depth: Float, _ colour: Colour) -> Colour {
    blend(colour * cast, horizonGlow, min(0.85, haze * depth))
  }
}
