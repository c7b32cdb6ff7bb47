import Store

/// An export of features without a network: image `i` has numbers made from `i`.
struct FakeFeatures {
  let path: String
  let images: Int
  let pauseEvery: Int
  let acknowledgements: Acknowledgements?

  func run() throws {
    let layout = FeatureLayout(
      images: images, rows: 4, columns: 4, channels: 96, precision: .float32, hasLabels: true,
      pixelLabelSize: 8)
    let writer = try FeatureWriter(path, layout: layout, about: [TextEntry("subject", "test")])
    while writer.nextImage < images {
      let image = writer.nextImage
      try writer.append(
        FeatureBlock(
          values: .float32((0..<layout.valuesPerImage).map { Float(image * 7 + $0) }),
          indices: [Int64(image)], labels: [Int64(image % 5)],
          pixelLabels: (0..<64).map { UInt8(truncatingIfNeeded: image + $0 + 1) }))
      if writer.nextImage % pauseEvery == 0 {
        try writer.pause()
        acknowledgements?.say("images \(writer.nextImage)")
      }
    }
    try writer.finish()
    acknowledgements?.say("done")
  }
}
