import Foundation
import Store
import Testing

/// Files of features that take the place of others.
@Suite struct FeatureReplacingTests {
  private let layout = FeatureFileTests.layout(5)

  private func writer(_ path: String, _ layout: FeatureLayout? = nil) throws -> FeatureWriter {
    try FeatureWriter(
      path, layout: layout ?? self.layout, about: FeatureFileTests.about, replacing: true)
  }

  /// Begins a replacement, writes two images and stops.
  private func interrupt(_ path: String) throws {
    let writer = try writer(path)
    #expect(writer.nextImage == 0)
    try writer.append(FeatureFileTests.block(0..<2, layout))
    try writer.pause()
  }

  @Test(arguments: [true, false])
  func `an interrupted replacement goes on`(isThere: Bool) throws {
    let scratch = try ScratchFolder()
    let (path, whole) = ("\(scratch.path)/test.h5", "\(scratch.path)/whole.h5")
    try FeatureFileTests.write(whole, layout)
    if isThere { try FeatureFileTests.write(path, layout) }
    try interrupt(path)
    do {
      let again = try writer(path)
      #expect(again.nextImage == 2)
      try again.append(FeatureFileTests.block(2..<5, layout))
      try again.finish()
    }
    #expect(try read(path) == read(whole))
    // What is finished is replaced from its first image.
    #expect(try writer(path).nextImage == 0)
  }

  @Test func `something else, or something damaged, is begun anew`() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/test.h5"
    try interrupt(path)
    #expect(try writer(path, FeatureFileTests.layout(4)).nextImage == 0)
    // The mark of the other one is there now.
    try interrupt(path)
    _ = try scratch.write(Array("words".utf8), "test.h5.watermark")
    #expect(try writer(path).nextImage == 0)
    try interrupt(path)
    var bytes = try read("\(path).partial")
    bytes[1] ^= 1
    _ = try scratch.write(bytes, "test.h5.partial")
    let anew = try writer(path)
    #expect(anew.nextImage == 0)
    try anew.append(FeatureFileTests.block(0..<5, layout))
    try anew.finish()
    #expect(try FeatureFile(path).inspect() == FeatureFile.Inspection())
  }
}
