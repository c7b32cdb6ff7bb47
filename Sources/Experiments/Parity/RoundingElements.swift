import Torch

/// Parameter elements whose update rounding alone decides.
///
/// AdamW's first step is g / (|g| + 1e-8): where a gradient is as small as float32's rounding of its
/// sum, the step's size is arbitrary, whatever program computes it. Such an element is left out from
/// that step on.
struct RoundingElements {
  /// Relative to the largest gradient of the tensor.
  static let threshold = 1e-6

  /// Row-major positions, by `student/backbone/…` name.
  private(set) var elements: [String: Set<Int>] = [:]

  mutating func note(_ gradient: Tensor, of name: String) throws {
    let values = try gradient.elements(Float.self).map(abs)
    let bound = Float(Self.threshold) * (values.max() ?? 0)
    // A gradient of exactly zero moves nothing, in every program.
    for (index, value) in values.enumerated() where value > 0 && value < bound {
      elements[name, default: []].insert(index)
    }
  }
}
