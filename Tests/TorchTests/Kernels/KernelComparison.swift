import Testing
import Torch

/// A kernel beside the composed operations that it stands for.
struct KernelComparison {
  /// Shapes of the inputs that gradients are wanted of.
  let shapes: [[Int]]
  /// Standard deviations of the inputs; nil: 1 for each.
  var deviations: [Double]?
  let kernel: ([Tensor]) throws -> Tensor
  /// The same from libtorch's operations; gets float64.
  let composed: ([Tensor]) throws -> Tensor

  private func input(_ index: Int, _ dtype: DType) throws -> Tensor {
    try Tensor.normal(
      shapes[index], deviation: deviations?[index] ?? 1,
      generator: Generator(seed: 3, purpose: "input \(index)")
    ).to(dtype).requiringGradient()
  }

  /// A number that depends on each element of a result in its own way.
  private func objective(_ result: Tensor) throws -> Tensor {
    let weights = try Tensor.normal(
      result.shape, generator: Generator(seed: 4, purpose: "objective"))
    return try (result.to(.float64) * weights.to(.float64)).sum()
  }

  /// The largest |a − b| as a fraction of the largest |b|.
  private func difference(_ a: Tensor, _ b: Tensor) throws -> Double {
    let largest = try b.detached().to(.float64).abs().max().item()
    return try (a.detached().to(.float64) - b.detached().to(.float64)).abs().max().item()
      / max(largest, 1e-30)
  }

  /// Expects equal values and gradients, and gradients that finite differences agree with.
  ///
  /// - Parameters:
  ///   - tolerance: relative to the largest element.
  ///   - slopes: whether the kernel is exact enough for finite differences.
  func check(tolerance: Double = 1e-5, slopes: Bool = true) throws {
    let ours = try shapes.indices.map { try input($0, .float32) }
    let exact = try shapes.indices.map { try input($0, .float64) }
    let (value, expected) = (try kernel(ours), try composed(exact))
    #expect(value.shape == expected.shape)
    #expect(try difference(value, expected) < tolerance, "value")
    try objective(value).backward()
    try objective(expected).backward()
    for index in shapes.indices {
      let gradient = try #require(try ours[index].gradient, "gradient of input \(index)")
      let reference = try #require(try exact[index].gradient)
      #expect(try difference(gradient, reference) < tolerance, "gradient of input \(index)")
      if slopes { try checkSlope(ours, index, gradient) }
    }
    // Without a graph another way is taken.
    let plain = try noGrad { try kernel(ours) }
    #expect(try difference(plain, expected) < tolerance, "value without gradient")
  }

  /// Along its own gradient a function grows by |gradient|² a unit.
  private func checkSlope(_ inputs: [Tensor], _ index: Int, _ gradient: Tensor) throws {
    let norm = try gradient.norm().item()
    let step = 2e-3 * (try inputs[index].norm().item()) / norm
    func moved(_ sign: Double) throws -> Double {
      try noGrad {
        var changed = inputs
        changed[index] = try inputs[index] + gradient * (sign * step)
        return try objective(try kernel(changed)).item()
      }
    }
    let slope = (try moved(1) - moved(-1)) / (2 * step)
    #expect(abs(slope - norm * norm) < 0.02 * norm * norm, "slope along input \(index)")
  }
}
