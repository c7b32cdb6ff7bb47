import HDF5
import Testing

/// The exact words of what goes wrong.
@Suite struct ErrorTests {
  private func sample() throws -> Group {
    try File.open(image: makeSample(), name: "sample.h5").root
  }

  @Test func missingFile() {
    let text = message { try File.open("/nowhere/run.h5") }
    #expect(
      text.hasPrefix(
        "/nowhere/run.h5: it cannot be opened as an HDF5 file (HDF5: unable to open file; "
          + "unable to open file, name = '/nowhere/run.h5', "), "\(text)")
    #expect(text.contains("No such file or directory"))
    #expect(!text.contains("\n"))
  }

  @Test func notHDF5() {
    #expect(
      message { try File.open(image: Array("hello".utf8), name: "x.h5") }
        == "x.h5: it cannot be opened as an HDF5 file (HDF5: unable to open file; "
        + "unable to read superblock; file signature not found)")
    #expect(message { try File.open(image: [], name: "x.h5") } == "x.h5: it is empty")
  }

  @Test func missingObjectSaysWhatThereIs() throws {
    let root = try sample()
    #expect(
      message { try root.group("metrics/train") }
        == "sample.h5: /metrics: there is no such group; / holds zebra, apple")
    #expect(
      message { try root.dataset("zebra/loss") }
        == "sample.h5: /zebra/loss: there is no such dataset; /zebra holds values, matrix, texts")
    #expect(
      message { try root.attributes.text("name") }
        == "sample.h5: / @name: there is no such attribute; there are: title, list, seed")
  }

  @Test func wrongKind() throws {
    let root = try sample()
    #expect(message { try root.dataset("zebra") } == "sample.h5: /zebra: it is not a dataset")
    #expect(
      message { try root.group("zebra/values") } == "sample.h5: /zebra/values: it is not a group")
  }

  @Test func wrongType() throws {
    let root = try sample()
    #expect(
      message { try root.dataset("zebra/values").readTexts() }
        == "sample.h5: /zebra/values: it holds float64, not text")
    #expect(
      message { try root.dataset("zebra/texts").read(Float.self) }
        == "sample.h5: /zebra/texts: it holds text, which cannot be read as float32")
    #expect(
      message { try root.dataset("zebra/values").read(Int64.self) }
        == "sample.h5: /zebra/values: it holds float64, which cannot be read as int64")
    #expect(
      message { try root.dataset("apple/packed").read(Int32.self) }
        == "sample.h5: /apple/packed: it holds int64, which cannot be read as int32")
    #expect(
      message { try root.attributes.value("list", Double.self) }
        == "sample.h5: / @list: it holds text, which cannot be read as float64")
    #expect(
      message { try root.attributes.text("list") }
        == "sample.h5: / @list: it holds 3 texts where one is expected")
    #expect(
      message { try root.dataset("zebra/texts").readText() }
        == "sample.h5: /zebra/texts: it holds 3 texts where one is expected")
  }

  @Test func valuesThatCannotBeStored() throws {
    let root = try File.createInMemory(name: "new.h5").root
    #expect(
      message { try root.write("x", [1.0, 2.0], shape: [3]) }
        == "new.h5: /x: 2 values do not fill the shape [3]")
    #expect(
      message { try root.write("x", [1.0], shape: [-1]) }
        == "new.h5: /x: [-1] is not a shape that HDF5 can store")
    #expect(
      message { try root.write("a/b", [1.0]) }
        == "new.h5: \"a/b\" cannot be a name; give one or more characters, no \"/\", not \".\"")
    #expect(
      message { try root.write("x", "a\0b") }
        == "new.h5: /x: the text holds a NUL character, which HDF5 text cannot; remove it")
    #expect(
      message { try root.write("y", [1.0], layout: .compressed(chunk: [1, 1])) }
        == "new.h5: /y: chunks [1, 1] at gzip level 4 do not suit the shape [1]; give one "
        + "positive extent for each dimension and a level from 1 to 9")
  }

  @Test func sameNameTwice() throws {
    let root = try File.createInMemory(name: "new.h5").root
    try root.write("x", [1.0])
    let text = message { try root.write("x", [1.0]) }
    #expect(
      text.hasPrefix(
        "new.h5: /x: the dataset could not be made (HDF5: unable to create dataset; "), "\(text)")
  }

  @Test func useAfterClosing() throws {
    let dataset = try sample().dataset("zebra/values")
    try dataset.close()
    try dataset.close()
    #expect(
      message { try dataset.shape() }
        == "sample.h5: /zebra/values: it was closed before this use")
  }
}
