import Foundation
import Store
import Testing

/// Files that are not finished, and files that are not the store's.
@Suite struct SingleFileTests {
  /// An export of which one image is on the disk.
  private func interrupted(_ scratch: ScratchFolder) throws -> String {
    let path = "\(scratch.path)/a.h5"
    let layout = FeatureFileTests.layout(3)
    let writer = try FeatureWriter(path, layout: layout, about: FeatureFileTests.about)
    try writer.append(FeatureFileTests.block(0..<1, layout))
    try writer.pause()
    return path
  }

  @Test func `an interrupted export is not damaged`() throws {
    let scratch = try ScratchFolder()
    let path = try interrupted(scratch)
    for file in ["\(path).partial", "\(path).watermark"] {
      #expect(
        try Verification.verify(file).findings == [
          VerificationFinding(
            .note, file,
            "an unfinished export, of which 1 images are on the disk; the same command continues it"
          )
        ])
    }
    let whole = try read("\(path).partial")
    _ = try scratch.write(Array(whole.dropLast()), "a.h5.partial")
    #expect(
      try Verification.verify("\(path).partial").findings == [
        VerificationFinding(
          .damaged, "\(path).partial",
          "has \(whole.count - 1) bytes where its watermark counts on \(whole.count): the same "
            + "command begins it anew")
      ])
    _ = try scratch.write(whole, "a.h5.partial")
    let mark = try read("\(path).watermark")
    try FileManager.default.removeItem(atPath: "\(path).watermark")
    #expect(
      try Verification.verify("\(path).partial").findings == [
        VerificationFinding(.note, "\(path).partial", "was begun and holds nothing yet")
      ])
    try FileManager.default.removeItem(atPath: "\(path).partial")
    _ = try scratch.write(mark, "a.h5.watermark")
    #expect(
      try Verification.verify("\(path).watermark").findings == [
        VerificationFinding(
          .note, "\(path).watermark", "is left over: there is no unfinished export beside it")
      ])
  }

  @Test func `a watermark that cannot be read is damaged`() throws {
    let scratch = try ScratchFolder()
    let path = try interrupted(scratch)
    _ = try scratch.write(Array("words".utf8), "a.h5.watermark")
    for file in ["\(path).partial", "\(path).watermark"] {
      #expect(try !Verification.verify(file).isSound)
    }
  }

  @Test(arguments: ["README.md", "run.lock", "notes.partial", "photo.watermark", "journal.x"])
  func `what the store has not written is said to be so`(name: String) throws {
    let scratch = try ScratchFolder()
    let file = try scratch.write(Array("host: here\npid: 1\n".utf8), name)
    #expect(
      message { try Verification.verify(file) }
        == "\(file): is not a file of the store: there are HDF5 files that capi has written, "
        + "journals, sweep.json, and unfinished exports of features")
  }

  @Test func `a file of the store is known by any of its ends`() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/copy"
    try Sample.tensors.write(to: path)
    #expect(
      try Verification.verify(path).findings.first
        == VerificationFinding(.sound, path, "5 arrays, seal right"))
    let whole = try read(path)
    _ = try scratch.write(Array(whole.dropLast(60)), "copy")
    #expect(try !Verification.verify(path).isSound)
    _ = try scratch.write([0] + whole.dropFirst(), "copy")
    #expect(try !Verification.verify(path).isSound)
    let short = try scratch.write(Array("words".utf8), "run.h5")
    #expect(
      try Verification.verify(short).findings == [
        VerificationFinding(.damaged, short, "is cut short: it has 5 bytes and no seal")
      ])
  }
}
