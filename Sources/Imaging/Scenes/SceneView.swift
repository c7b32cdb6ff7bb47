import Torch

/// Where the camera stands: a pinhole over a flat ground.
///
/// Positions are in image units (`u` right, `v` down, the frame is `0 ..< 1` both ways). A thing at
/// relative depth `d` stands on the ground at `v = horizon + (1 - horizon) / d`, so `d = 1` is the
/// lower edge of the frame, and a metre there is `metre / d` high and wide.
struct SceneView {
  /// Height of the horizon in the frame.
  let horizon: Float
  /// The horizontal place that lines along the view run to.
  let vanishing: Float
  /// Image units for one metre at `d = 1`.
  let metre: Float

  /// A viewpoint: eye height 1.3 … 3.4 m, the camera tilted up or down, turned left or right.
  init(_ kind: SceneKind, _ stream: inout RandomStream) {
    let usual: Float =
      switch kind {
      case .coast: 0.42
      case .countryside: 0.45
      case .mountains: 0.55
      case .forest: 0.48
      case .village: 0.5
      case .city: 0.55
      }
    horizon = max(0.2, min(0.75, usual + 0.09 * Float(stream.normal())))
    vanishing = 0.5 + 0.2 * Float(stream.normal())
    metre = (1 - horizon) / stream.logarithmic(1.3, 3.4)
  }

  /// The relative depth of the ground seen at height `v`.
  @inline(__always)
  func depth(at v: Float) -> Float { (1 - horizon) / max(v - horizon, 1e-3) }

  /// Where the ground at relative depth `depth` is seen.
  @inline(__always)
  func base(at depth: Float) -> Float { horizon + (1 - horizon) / depth }

  /// Metres to the right of the vanishing line, for a point of the ground.
  @inline(__always)
  func metresAcross(_ u: Float, depth: Float) -> Float { (u - vanishing) * depth / metre }

  /// Where a point of the ground, in metres to the right of the vanishing line, is seen.
  @inline(__always)
  func across(_ metres: Float, depth: Float) -> Float { vanishing + metres * metre / depth }
}
