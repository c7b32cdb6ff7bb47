/// The colours that labels are shown in.
public struct LabelPalette: Sendable, Equatable {
  private let colours: [RGB]

  /// A palette whose n-th colour stands for label n; labels beyond it are black.
  public init(_ colours: [RGB]) { self.colours = colours }

  /// The colours of ``SceneCategory``.
  public static let scenes = LabelPalette(SceneCategory.allCases.map(\.displayColour))

  /// Distinct colours for any number of categories; ignored labels are black.
  public init(categories: Int, ignoring ignored: [UInt8] = []) {
    colours = (0..<categories).map { label in
      if ignored.contains(where: { Int($0) == label }) { return RGB(0, 0, 0) }
      // The golden angle keeps any run of labels apart in hue; brightness alternates.
      return Self.colour(
        hue: Double(label) * 0.618_033_988_749_895, value: label % 2 == 0 ? 0.95 : 0.7)
    }
  }

  /// The colour of a label.
  public subscript(label: UInt8) -> RGB {
    Int(label) < colours.count ? colours[Int(label)] : RGB(0, 0, 0)
  }

  /// A label map as a picture.
  public func picture(of map: LabelMap) -> RGBImage {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * map.labels.count)
    for label in map.labels {
      let colour = self[label]
      pixels.append(colour.red)
      pixels.append(colour.green)
      pixels.append(colour.blue)
    }
    return RGBImage(width: map.width, height: map.height, pixels: pixels)
  }

  /// A hue in turns, at a saturation of 0.65.
  private static func colour(hue: Double, value: Double) -> RGB {
    func channel(_ offset: Double) -> UInt8 {
      let k = (offset + 6 * (hue - hue.rounded(.down))).truncatingRemainder(dividingBy: 6)
      return UInt8((255 * value * (1 - 0.65 * max(0, min(k, 4 - k, 1)))).rounded())
    }
    return RGB(channel(5), channel(3), channel(1))
  }
}
