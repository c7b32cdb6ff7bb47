/// Samples side by side on a dark ground, for a look at a data set.
///
/// - Parameters:
///   - samples: Any number; smaller images are centred in cells of the largest one's size.
///   - columns: Samples in a row, 1 or more.
///   - palette: With a palette, each image has its label map below it.
/// - Returns: The sheet; gaps are 4 pixels.
public func contactSheet(
  _ samples: [Sample], columns: Int, withLabels palette: LabelPalette? = nil
) -> RGBImage {
  let gap = 4
  let columns = max(1, min(columns, max(1, samples.count)))
  let rows = max(1, (samples.count + columns - 1) / columns)
  let cellWidth = samples.map(\.image.width).max() ?? 1
  let cellHeight = samples.map(\.image.height).max() ?? 1
  let layers = palette == nil ? 1 : 2
  let rowHeight = layers * cellHeight + (layers - 1) * gap / 2
  var sheet = RGBImage(
    width: columns * (cellWidth + gap) + gap, height: rows * (rowHeight + gap) + gap,
    filledWith: RGB(24, 24, 28))
  for (number, sample) in samples.enumerated() {
    let left = gap + number % columns * (cellWidth + gap) + (cellWidth - sample.image.width) / 2
    let top = gap + number / columns * (rowHeight + gap) + (cellHeight - sample.image.height) / 2
    sheet.paste(sample.image, left: left, top: top)
    if let palette, let map = sample.labelMap {
      sheet.paste(palette.picture(of: map), left: left, top: top + cellHeight + gap / 2)
    }
  }
  return sheet
}

extension RGBImage {
  /// Copies another image into this one.
  ///
  /// - Precondition: It lies within this one.
  mutating func paste(_ image: RGBImage, left: Int, top: Int) {
    for y in 0..<image.height {
      let from = 3 * y * image.width
      let to = 3 * ((top + y) * width + left)
      pixels.replaceSubrange(
        to..<(to + 3 * image.width), with: image.pixels[from..<(from + 3 * image.width)])
    }
  }
}
