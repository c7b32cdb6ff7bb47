/// Changing the size of images and label maps.
public enum Resize {
  /// A region of an image at another size, bicubic with antialiasing.
  ///
  /// Agrees with Pillow's `resize(..., BICUBIC)` of the cropped image within one grey level: rows
  /// first, then columns, each rounded to 8 bits. (Pillow 13 begins with the columns for some
  /// shapes, where hard edges may then differ by a few levels.)
  ///
  /// - Precondition: The region lies in the image; width and height are positive.
  public static func bicubic(
    _ image: RGBImage, region: CropRegion, width: Int, height: Int
  ) -> RGBImage {
    RGBImage(
      width: width, height: height,
      pixels: bicubicPixels(image, region: region, width: width, height: height))
  }

  /// A region of a label map at another size; each pixel takes the label nearest to its centre.
  ///
  /// - Precondition: The region lies in the map; width and height are positive.
  public static func nearest(
    _ map: LabelMap, region: CropRegion, width: Int, height: Int
  ) -> LabelMap {
    precondition(region.fits(width: map.width, height: map.height), "region outside the map")
    let columns = (0..<width).map { region.left + (2 * $0 + 1) * region.width / (2 * width) }
    var labels: [UInt8] = []
    labels.reserveCapacity(width * height)
    for y in 0..<height {
      let row = (region.top + (2 * y + 1) * region.height / (2 * height)) * map.width
      for column in columns { labels.append(map.labels[row + column]) }
    }
    return LabelMap(width: width, height: height, labels: labels)
  }

  /// `[height, width, 3]`.
  static func bicubicPixels(
    _ image: RGBImage, region: CropRegion, width: Int, height: Int
  ) -> [UInt8] {
    precondition(
      region.fits(width: image.width, height: image.height) && width > 0 && height > 0,
      "\(region) is not inside an image of \(image.width)×\(image.height)")
    let across = BicubicFilter(input: region.width, output: width)
    let down = BicubicFilter(input: region.height, output: height)
    // `[region.height, width, 3]`, as bytes: the second pass starts from rounded values.
    var narrowed = [Float](repeating: 0, count: region.height * width * 3)
    var output = [UInt8](repeating: 0, count: height * width * 3)
    narrowed.withUnsafeMutableBufferPointer { narrowed in
      image.pixels.withUnsafeBufferPointer { input in
        shrinkRows(input, imageWidth: image.width, region: region, across, width, narrowed)
      }
      output.withUnsafeMutableBufferPointer { output in
        shrinkColumns(UnsafeBufferPointer(narrowed), down, rowLength: 3 * width, height, output)
      }
    }
    return output
  }

  private static func shrinkRows(
    _ input: UnsafeBufferPointer<UInt8>, imageWidth: Int, region: CropRegion,
    _ filter: BicubicFilter, _ width: Int, _ output: UnsafeMutableBufferPointer<Float>
  ) {
    // One vector a pixel: the three channels are weighted at once.
    withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: region.width) { row in
      filter.weights.withUnsafeBufferPointer { weights in
        for y in 0..<region.height {
          let start = 3 * ((region.top + y) * imageWidth + region.left)
          for x in 0..<region.width {
            let place = start + 3 * x
            row[x] = SIMD4(
              Float(input[place]), Float(input[place + 1]), Float(input[place + 2]), 0)
          }
          for x in 0..<width {
            let first = filter.starts[x]
            var sum = SIMD4<Float>(repeating: 0.5)
            for tap in 0..<filter.counts[x] {
              sum += row[first + tap] * weights[x * filter.taps + tap]
            }
            let level = rounded(sum)
            let place = 3 * (y * width + x)
            output[place] = level.x
            output[place + 1] = level.y
            output[place + 2] = level.z
          }
        }
      }
    }
  }

  private static func shrinkColumns(
    _ input: UnsafeBufferPointer<Float>, _ filter: BicubicFilter, rowLength: Int, _ height: Int,
    _ output: UnsafeMutableBufferPointer<UInt8>
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rowLength) { sums in
      for y in 0..<height {
        for place in 0..<rowLength { sums[place] = 0.5 }
        for tap in 0..<filter.counts[y] {
          let weight = filter.weights[y * filter.taps + tap]
          let row = (filter.starts[y] + tap) * rowLength
          for place in 0..<rowLength { sums[place] += input[row + place] * weight }
        }
        for place in 0..<rowLength {
          output[y * rowLength + place] = UInt8(max(0, min(255, sums[place])))
        }
      }
    }
  }

  /// Whole grey levels; the caller has added the half that makes rounding down round to nearest.
  @inline(__always)
  private static func rounded(_ sum: SIMD4<Float>) -> SIMD4<Float> {
    sum.rounded(.down).clamped(
      lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
  }
}
