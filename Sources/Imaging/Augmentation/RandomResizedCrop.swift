public import Torch

/// A random rectangle of an image, given by its share of the area and its aspect ratio.
///
/// The rectangle is drawn up to ten times (area uniform, logarithm of the aspect ratio uniform,
/// place uniform); when none fits into the image, the largest central rectangle whose aspect ratio
/// is within the range is taken. The paper's recipe has scale 0.6 … 1 (arXiv 2502.08769, Table 8).
public struct RandomResizedCrop: Sendable, Equatable {
  /// Share of the image's area, 0 … 1.
  public let scale: ClosedRange<Double>
  /// Width over height.
  public let aspect: ClosedRange<Double>

  /// A way of cropping.
  ///
  /// - Throws: ``ImagingError/parameter(name:reason:)`` when the scale is not in 0 … 1 or an aspect
  ///   ratio is not positive.
  public init(
    scale: ClosedRange<Double>, aspect: ClosedRange<Double> = 3.0 / 4.0...4.0 / 3.0
  ) throws {
    guard scale.lowerBound > 0, scale.upperBound <= 1 else {
      throw ImagingError.parameter(
        name: "crop_scale",
        reason: "[\(scale.lowerBound), \(scale.upperBound)] is not within (0, 1]")
    }
    guard aspect.lowerBound > 0, aspect.upperBound.isFinite else {
      throw ImagingError.parameter(
        name: "crop_aspect",
        reason: "[\(aspect.lowerBound), \(aspect.upperBound)] must be positive")
    }
    self.scale = scale
    self.aspect = aspect
  }

  /// The least square of a drawn rectangle's shorter side, as a share of the image's area.
  var leastSquare: Double {
    scale.lowerBound * min(aspect.lowerBound, 1 / aspect.upperBound)
  }

  /// A rectangle for an image of a size, in pixels.
  public func region(
    width: Int, height: Int, _ stream: inout RandomStream
  ) -> CropRegion {
    let area = Double(width) * Double(height)
    let logAspect = logarithm(aspect.lowerBound)...logarithm(aspect.upperBound)
    for _ in 0..<10 {
      let target = area * stream.uniform(in: scale)
      let ratio = exponential(stream.uniform(in: logAspect))
      let cropWidth = Int((target * ratio).squareRoot().rounded())
      let cropHeight = Int((target / ratio).squareRoot().rounded())
      guard cropWidth > 0, cropWidth <= width, cropHeight > 0, cropHeight <= height else {
        continue
      }
      return CropRegion(
        left: stream.integer(below: width - cropWidth + 1),
        top: stream.integer(below: height - cropHeight + 1),
        width: cropWidth, height: cropHeight)
    }
    return central(width: width, height: height)
  }

  private func central(width: Int, height: Int) -> CropRegion {
    let ratio = Double(width) / Double(height)
    var (cropWidth, cropHeight) = (width, height)
    if ratio < aspect.lowerBound {
      cropHeight = min(height, max(1, Int((Double(width) / aspect.lowerBound).rounded())))
    } else if ratio > aspect.upperBound {
      cropWidth = min(width, max(1, Int((Double(height) * aspect.upperBound).rounded())))
    }
    return CropRegion(
      left: (width - cropWidth) / 2, top: (height - cropHeight) / 2,
      width: cropWidth, height: cropHeight)
  }
}
