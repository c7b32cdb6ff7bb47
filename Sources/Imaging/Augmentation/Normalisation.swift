/// What is subtracted from each channel and what it is divided by, after scaling to 0 … 1.
public struct Normalisation: Sendable, Equatable {
  /// Red, green, blue: `(value / 255 - mean) / deviation`.
  public let mean, deviation: SIMD3<Float>

  /// A normalisation.
  ///
  /// - Throws: ``ImagingError/parameter(name:reason:)`` when a deviation is not positive or a value
  ///   is not finite.
  public init(mean: SIMD3<Float>, deviation: SIMD3<Float>) throws {
    for channel in 0..<3 {
      guard mean[channel].isFinite else {
        throw ImagingError.parameter(name: "mean", reason: "\(mean[channel]) is not a number")
      }
      guard deviation[channel].isFinite, deviation[channel] > 0 else {
        throw ImagingError.parameter(
          name: "deviation", reason: "\(deviation[channel]) is not above 0")
      }
    }
    self.init(checkedMean: mean, deviation: deviation)
  }

  private init(checkedMean mean: SIMD3<Float>, deviation: SIMD3<Float>) {
    self.mean = mean
    self.deviation = deviation
  }

  /// The channels' statistics over ImageNet, usual in the field.
  public static let imageNet = Normalisation(
    checkedMean: SIMD3(0.485, 0.456, 0.406), deviation: SIMD3(0.229, 0.224, 0.225))

  /// Values as they are, 0 … 1.
  public static let unit = Normalisation(
    checkedMean: SIMD3(repeating: 0), deviation: SIMD3(repeating: 1))

  /// A square image as normalised planes, `[3, size, size]`.
  ///
  /// - Precondition: The image is square.
  public func planes(_ image: RGBImage) -> [Float] {
    precondition(image.width == image.height, "\(image.width)×\(image.height) is no square")
    var planes = [Float](repeating: 0, count: image.pixels.count)
    planes.withUnsafeMutableBufferPointer {
      write(image.pixels, size: image.width, flipped: false, to: $0)
    }
    return planes
  }

  /// Writes interleaved bytes as planes.
  ///
  /// - Parameters:
  ///   - pixels: `[size, size, 3]`, 0 … 255.
  ///   - size: Width and height in pixels.
  ///   - flipped: Whether columns run from right to left.
  ///   - output: `[3, size, size]`.
  func write(
    _ pixels: [UInt8], size: Int, flipped: Bool, to output: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(pixels.count == 3 * size * size && output.count == pixels.count)
    let gain = 1 / (deviation * 255)
    let offset = mean / deviation
    pixels.withUnsafeBufferPointer { input in
      for channel in 0..<3 {
        let (scale, shift) = (gain[channel], offset[channel])
        for y in 0..<size {
          let source = 3 * y * size + channel
          let target = (channel * size + y) * size
          if flipped {
            for x in 0..<size {
              output[target + size - 1 - x] = Float(input[source + 3 * x]) * scale - shift
            }
          } else {
            for x in 0..<size {
              output[target + x] = Float(input[source + 3 * x]) * scale - shift
            }
          }
        }
      }
    }
  }
}
