package import Imaging

/// Values of patches as pictures, one pixel a patch.
package enum ComponentPictures {
  /// Three components as red, green and blue, each from its 2nd to its 98th percentile.
  ///
  /// - Parameters:
  ///   - values: `[token, component]` row-major, of one image.
  ///   - components: in a row of `values`; missing ones are grey.
  ///   - ranges: of the three components; ``ranges(_:components:)`` of this image or of all.
  package static func colours(
    _ values: [Float], components: Int, rows: Int, columns: Int,
    ranges: [ClosedRange<Float>]
  ) -> RGBImage {
    var pixels: [UInt8] = []
    for token in 0..<rows * columns {
      for channel in 0..<3 {
        guard channel < components, channel < ranges.count else {
          pixels.append(128)
          continue
        }
        let range = ranges[channel]
        let width = range.upperBound - range.lowerBound
        let share =
          width > 0 ? (values[token * components + channel] - range.lowerBound) / width : 0.5
        pixels.append(UInt8((255 * min(max(share, 0), 1)).rounded()))
      }
    }
    return RGBImage(width: columns, height: rows, pixels: pixels)
  }

  /// 2nd and 98th percentile of each component.
  package static func ranges(_ values: [Float], components: Int) -> [ClosedRange<Float>] {
    (0..<components).map { component in
      let sorted = stride(from: component, to: values.count, by: components).map { values[$0] }
        .sorted()
      guard let last = sorted.indices.last else { return 0...0 }
      return sorted[last * 2 / 100]...sorted[last * 98 / 100]
    }
  }

  /// One component as a diverging map: blue below 0, white at 0, red above.
  ///
  /// - Parameter bound: the magnitude that gets the full colour.
  package static func diverging(
    _ values: [Float], component: Int, components: Int, rows: Int, columns: Int, bound: Float
  ) -> RGBImage {
    var pixels: [UInt8] = []
    for token in 0..<rows * columns {
      let share = bound > 0 ? min(max(values[token * components + component] / bound, -1), 1) : 0
      let end: SIMD3<Float> = share > 0 ? [178, 24, 43] : [33, 102, 172]
      let colour = SIMD3<Float>(repeating: 247) * (1 - abs(share)) + end * abs(share)
      pixels += [UInt8(colour.x.rounded()), UInt8(colour.y.rounded()), UInt8(colour.z.rounded())]
    }
    return RGBImage(width: columns, height: rows, pixels: pixels)
  }

  /// Shares as grey values: black at 0, white at the largest.
  ///
  /// - Parameter values: one a token, none negative; what is no number is black.
  package static func heat(_ values: [Float], rows: Int, columns: Int) -> RGBImage {
    let largest = values.max() ?? 0
    return RGBImage(
      width: columns, height: rows,
      pixels: values.flatMap { value in
        [UInt8](repeating: UInt8(exactly: (255 * value / largest).rounded()) ?? 0, count: 3)
      })
  }

  /// Each pixel as a square of `side` pixels.
  package static func enlarged(_ image: RGBImage, by side: Int) -> RGBImage {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(image.pixels.count * side * side)
    for y in 0..<image.height {
      var line: [UInt8] = []
      for x in 0..<image.width {
        let place = 3 * (y * image.width + x)
        for _ in 0..<side { line += image.pixels[place..<place + 3] }
      }
      for _ in 0..<side { pixels += line }
    }
    return RGBImage(width: side * image.width, height: side * image.height, pixels: pixels)
  }
}
