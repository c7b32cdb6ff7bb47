import Foundation
import HDF5
import Store
import Testing

/// Damage to files of features is found, and said to be where it is.
@Suite struct FeatureDamageTests {
  /// The bytes of a file and where its features and label maps lie.
  private func file() throws -> (bytes: [UInt8], data: Range<Int>, labels: Range<Int>) {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    try FeatureFileTests.write(path, FeatureFileTests.layout(4))
    let root = try File.open(path).root
    let data = try #require(try root.dataset("data").fileOffset())
    let labels = try #require(try root.dataset("pixel_label").fileOffset())
    return (try read(path), data..<(data + 4 * 120), labels..<(labels + 4 * 16))
  }

  @Test func everyFlippedBitIsFound() throws {
    let (bytes, data, labels) = try file()
    let scratch = try ScratchFolder()
    for offset in bytes.indices {
      // Every byte of structure, a sample of the features.
      guard !data.contains(offset) || offset % 7 == 0 else { continue }
      var damaged = bytes
      damaged[offset] ^= UInt8(1 << (offset % 8))
      let path = try scratch.write(damaged, "test.h5")
      if data.contains(offset) {
        let image = (offset - data.lowerBound) / 120
        #expect(try FeatureFile(path).inspect().damagedImages == [image])
        #expect(
          message { try FeatureFile(path).values(0..<4) }
            == "\(path): the features of image \(image) do not match their checksum")
      } else if labels.contains(offset) {
        let image = (offset - labels.lowerBound) / 16
        #expect(try FeatureFile(path).inspect().damagedPixelLabels == [image])
        #expect(
          message { try FeatureFile(path).pixelLabels(0..<4) }
            == "\(path): the label map of image \(image) does not match its checksum")
      } else {
        let text = message { try FeatureFile(path) }
        #expect(
          text
            == "\(path): does not match its hash: its structure, indices or labels changed after "
            + "it was written"
            || text
              == "\(path): does not end as a file of features does: it was cut short, or another "
              + "program changed it",
          "\(offset): \(text)")
      }
    }
  }

  @Test func everyTruncationIsFound() throws {
    let bytes = try file().bytes
    let scratch = try ScratchFolder()
    for length in stride(from: 0, to: bytes.count, by: 61) {
      let path = try scratch.write(Array(bytes[..<length]), "test.h5")
      let text = message { try FeatureFile(path) }
      #expect(
        text == "\(path): is cut short: it has \(length) bytes"
          || text
            == "\(path): does not end as a file of features does: it was cut short, or another "
            + "program changed it",
        "\(length): \(text)")
    }
  }

  @Test func wordsThatTradePlacesAreFound() throws {
    var (bytes, data, _) = try file()
    for byte in 0..<8 { bytes.swapAt(data.lowerBound + byte, data.lowerBound + 8 + byte) }
    let scratch = try ScratchFolder()
    #expect(try FeatureFile(scratch.write(bytes, "test.h5")).inspect().damagedImages == [0])
  }

  @Test func numbersThatAreNotFiniteAreNamed() throws {
    let scratch = try ScratchFolder()
    for precision in FeatureLayout.Precision.allCases {
      let path = "\(scratch.path)/\(precision).h5"
      let layout = FeatureFileTests.layout(3, precision, labels: false, pixels: nil)
      let writer = try FeatureWriter(path, layout: layout, about: [])
      var values = [Float](repeating: 1, count: 90)
      values[31] = .infinity
      values[89] = .nan
      try writer.append(
        FeatureBlock(
          values: precision == .float32 ? .float32(values) : .rounded(values), indices: [0, 1, 2]))
      try writer.finish()
      let found = try FeatureFile(path).inspect()
      #expect(found.notFinite == [1, 2])
      #expect(found.damagedImages == [])
    }
  }

  @Test func aWatermarkThatIsNoneIsRefused() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    try Data("{}".utf8).write(to: URL(fileURLWithPath: path + ".watermark"))
    #expect(
      message { try FeatureWriter(path, layout: FeatureFileTests.layout(), about: []) }
        == "\(path).watermark: is no watermark of a file of features; remove it to begin again")
    #expect(try scratch.names(in: scratch.path) == ["test.h5.watermark"])
  }
}
