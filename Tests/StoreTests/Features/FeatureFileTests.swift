import Foundation
import HDF5
import Store
import Testing

@Suite struct FeatureFileTests {
  static let about = [TextEntry("run_id", "r ü"), TextEntry("split", "test")]

  static func layout(
    _ images: Int = 5, _ precision: FeatureLayout.Precision = .float32, labels: Bool = true,
    pixels: Int? = 4
  ) -> FeatureLayout {
    FeatureLayout(
      images: images, rows: 2, columns: 3, channels: 5, precision: precision, hasLabels: labels,
      pixelLabelSize: pixels)
  }

  /// Images of a range, the numbers of which say where they are.
  static func block(_ images: Range<Int>, _ layout: FeatureLayout) -> FeatureBlock {
    let values = images.flatMap { image in
      (0..<layout.valuesPerImage).map { Float(image) + Float($0) / 64 }
    }
    return FeatureBlock(
      values: layout.precision == .float32 ? .float32(values) : .rounded(values),
      indices: images.map { Int64($0 * 10) },
      labels: layout.hasLabels ? images.map { Int64($0 % 3) } : [],
      pixelLabels: images.flatMap { image in
        (0..<layout.pixelLabelsPerImage).map { UInt8(truncatingIfNeeded: image + $0) }
      })
  }

  @discardableResult
  static func write(_ path: String, _ layout: FeatureLayout, step: Int = 2) throws -> Int64 {
    let writer = try FeatureWriter(path, layout: layout, about: about)
    for start in stride(from: writer.nextImage, to: layout.images, by: step) {
      try writer.append(block(start..<min(start + step, layout.images), layout))
    }
    return try writer.finish()
  }

  static func bits(_ values: FeatureValues) -> [UInt32] {
    switch values {
    case .float32(let values): values.map(\.bitPattern)
    case .float16(let values): values.map(UInt32.init)
    }
  }

  @Test(arguments: FeatureLayout.Precision.allCases, [0, 1, 5])
  func whatIsWrittenComesBack(precision: FeatureLayout.Precision, images: Int) throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    let layout = Self.layout(images, precision)
    let bytes = try Self.write(path, layout)
    #expect(try read(path).count == Int(bytes))
    #expect(try scratch.names(in: scratch.path) == ["test.h5"])
    let file = try FeatureFile(path)
    #expect(file.layout == layout)
    #expect(file.about == Self.about)
    let expected = Self.block(0..<images, layout)
    #expect(Self.bits(try file.values(0..<images)) == Self.bits(expected.values))
    #expect(try file.indices() == expected.indices)
    #expect(try file.labels() == expected.labels)
    #expect(try file.pixelLabels(0..<images) == expected.pixelLabels)
    #expect(try file.inspect() == FeatureFile.Inspection())
  }

  @Test func aPartCanBeRead() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    let layout = Self.layout(7, labels: false, pixels: nil)
    try Self.write(path, layout)
    let file = try FeatureFile(path)
    #expect(
      Self.bits(try file.values(3..<5)) == Self.bits(Self.block(3..<5, layout).values))
    #expect(try file.labels() == [])
    #expect(try file.pixelLabels(0..<7) == [])
  }

  @Test func theSameFeaturesGiveTheSameBytesHoweverTheyWereInterrupted() throws {
    let scratch = try ScratchFolder()
    let (whole, parts) = ("\(scratch.path)/whole.h5", "\(scratch.path)/parts.h5")
    let layout = Self.layout(9)
    try Self.write(whole, layout)
    for stop in [2, 4, 8] {
      let writer = try FeatureWriter(parts, layout: layout, about: Self.about)
      #expect(writer.nextImage == [2: 0, 4: 2, 8: 4][stop])
      while writer.nextImage < stop {
        try writer.append(Self.block(writer.nextImage..<(writer.nextImage + 2), layout))
      }
      try writer.pause()
      #expect(
        try scratch.names(in: scratch.path)
          == ["parts.h5.partial", "parts.h5.watermark", "whole.h5"])
    }
    try Self.write(parts, layout)
    #expect(try read(parts) == read(whole))
    #expect(try scratch.names(in: scratch.path) == ["parts.h5", "whole.h5"])
  }

  @Test func whatIsBehindTheWatermarkIsWrittenAgain() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    let layout = Self.layout(4)
    do {
      let writer = try FeatureWriter(path, layout: layout, about: Self.about)
      try writer.append(Self.block(0..<1, layout))
      try writer.pause()
      // Not acknowledged, so a crash may leave anything of it.
      try writer.append(Self.block(2..<4, layout))
    }
    let writer = try FeatureWriter(path, layout: layout, about: Self.about)
    #expect(writer.nextImage == 1)
    try writer.append(Self.block(1..<4, layout))
    try writer.finish()
    #expect(
      Self.bits(try FeatureFile(path).values(0..<4)) == Self.bits(Self.block(0..<4, layout).values))
  }

  @Test func whatIsThereIsNotWrittenOver() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    let layout = Self.layout(3)
    try Self.write(path, layout)
    #expect(message { try Self.write(path, layout) } == "\(path): is there already")
    #expect(try scratch.names(in: scratch.path) == ["test.h5"])
    let other = Self.layout(2)
    let writer = try FeatureWriter(path, layout: other, about: Self.about, replacing: true)
    try writer.append(Self.block(0..<1, other))
    try writer.pause()
    #expect(try FeatureFile(path).layout == layout)
    #expect(
      message { try FeatureWriter(path, layout: other, about: Self.about) }
        == "\(path).partial: is being written by another process; wait for it or stop it first")
    try writer.append(Self.block(1..<2, other))
    try writer.finish()
    #expect(try FeatureFile(path).layout == other)
  }

  @Test func anotherComputationDoesNotContinueThisOne() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    do {
      let writer = try FeatureWriter(path, layout: Self.layout(3), about: Self.about)
      try writer.append(Self.block(0..<1, Self.layout(3)))
      try writer.pause()
    }
    #expect(
      message { try FeatureWriter(path, layout: Self.layout(4), about: Self.about) }
        == "\(path).watermark: is of other features that were begun under this name and not "
        + "finished; continue those, remove both test.h5.partial and this file, or choose another "
        + "name")
    #expect(try FeatureWriter(path, layout: Self.layout(3), about: Self.about).nextImage == 1)
  }

  static let misfits: [(block: @Sendable () -> FeatureBlock, text: String)] = [
    (
      { block(0..<4, layout(4)) }, "4 images come where 3 are missing"
    ),
    (
      { block(0..<1, layout(3, .float16)) }, "float16 numbers come for a file of float32"
    ),
    (
      { FeatureBlock(values: .float32([1]), indices: [0], labels: [0]) },
      "1 images come with 1 numbers where there must be 30"
    ),
    (
      { block(0..<1, layout(3, labels: false)) },
      "1 images come with 0 labels where there must be 1"
    ),
    (
      { block(0..<1, layout(3, pixels: nil)) },
      "1 images come with 0 pixel labels where there must be 16"
    ),
  ]

  @Test(arguments: misfits.indices) func aBlockThatDoesNotFitIsRefused(index: Int) throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    let writer = try FeatureWriter(path, layout: Self.layout(3), about: Self.about)
    #expect(
      message { try writer.append(Self.misfits[index].block()) }
        == "\(path): \(Self.misfits[index].text)")
    #expect(
      message { try writer.finish() } == "\(path): 3 of 3 images are missing")
  }

  @Test func halfPrecisionRoundsAsTheProcessorDoes() {
    var stream: UInt64 = 1
    var floats: [Float] = [
      0, -0.0, 1, -1, 65504, 65519.996, 65520, .infinity, -.infinity, 5.960_464_5e-8,
      2.980_232_2e-8, 2.980_232_6e-8, 6.103_515_6e-5, 6.097_555e-5, .leastNonzeroMagnitude,
    ]
    for _ in 0..<100_000 {
      stream = stream &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      floats.append(Float(bitPattern: UInt32(truncatingIfNeeded: stream >> 32)))
    }
    guard case .float16(let bits) = FeatureValues.rounded(floats) else { return }
    for (float, bits) in zip(floats, bits) where !float.isNaN {
      #expect(bits == reference(float), "\(float)")
    }
    guard case .float16(let nan) = FeatureValues.rounded([.nan]) else { return }
    #expect(nan[0] & 0x7C00 == 0x7C00 && nan[0] & 0x3FF != 0)
  }

  /// The nearest of all half-precision numbers, found by their values.
  private func reference(_ value: Float) -> UInt16 {
    func number(_ bits: UInt16) -> Double {
      let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
      return exponent == 0
        ? fraction * 0x1p-24 : (1 + fraction / 1024) * Foundation.pow(2, Double(exponent - 15))
    }
    let magnitude = Double(abs(value))
    var (low, high) = (0, 0x7C00)
    while high - low > 1 {
      let middle = (low + high) / 2
      if number(UInt16(middle)) <= magnitude { low = middle } else { high = middle }
    }
    let (below, above) = (number(UInt16(low)), number(UInt16(high)))
    let up =
      magnitude - below > above - magnitude
      || (magnitude - below == above - magnitude && high % 2 == 0)
    return UInt16(up ? high : low) | (value.sign == .minus ? 0x8000 : 0)
  }
}
