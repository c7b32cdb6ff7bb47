import Imaging
import Testing

@Suite struct ImageFileTests {
  @Test(arguments: [
    "rgb.png", "grey.png", "bilevel.png", "rgba.png", "grey-alpha.png", "palette.png",
    "palette-transparent.png", "rgb16.png", "orientation-6.png",
  ])
  func pngAgreesWithPillow(_ name: String) throws {
    let expected = try #require(try Fixture.expected().images[name])
    let image = try ImageFile.read(Fixture.path(name))
    // Pillow rounds the mix of a transparent pixel in another way.
    let tolerance = name.contains("alpha") || name == "rgba.png" ? 1 : 0
    #expect(try #require(largestDifference(image, expected.image)) <= tolerance)
  }

  @Test(arguments: ["rgb.jpg", "grey.jpg", "cmyk.jpg", "ycck.jpg"])
  func jpegAgreesWithPillow(_ name: String) throws {
    let expected = try #require(try Fixture.expected().images[name])
    let image = try ImageFile.read(Fixture.path(name))
    #expect(try #require(largestDifference(image, expected.image)) <= 2)
  }

  @Test(arguments: 1...8)
  func exifOrientationIsHonoured(_ orientation: Int) throws {
    let name = "orientation-\(orientation).jpg"
    let expected = try #require(try Fixture.expected().images[name])
    let image = try ImageFile.read(Fixture.path(name))
    #expect(image.width == (orientation >= 5 ? 8 : 12))
    #expect(try #require(largestDifference(image, expected.image)) <= 2)
  }

  @Test(arguments: ["labels-grey.png", "labels-palette.png", "labels-4bit.png", "labels-16bit.png"])
  func labelsAreTheStoredValues(_ name: String) throws {
    let expected = try #require(try Fixture.expected().labels[name])
    let map = try ImageFile.readLabels(Fixture.path(name))
    #expect(map == LabelMap(width: expected.width, height: expected.height, labels: expected.bytes))
  }

  @Test func labelsAbove255AreRefused() {
    let path = Fixture.path("labels-above-255.png")
    #expect(
      throws: ImagingError.annotation(
        path: path, reason: "has the label 300 at column 7, row 5; labels end at 255")
    ) { try ImageFile.readLabels(path) }
  }

  @Test func colourIsNoAnnotation() {
    let path = Fixture.path("rgb.png")
    #expect(
      throws: ImagingError.annotation(
        path: path,
        reason: "is a colour image; an annotation's grey values or palette indices are labels")
    ) { try ImageFile.readLabels(path) }
    let jpeg = Fixture.path("grey.jpg")
    #expect(
      throws: ImagingError.unsupported(
        path: jpeg, reason: "is a JPEG; annotations must be PNG, for JPEG changes the labels")
    ) { try ImageFile.readLabels(jpeg) }
  }

  @Test(arguments: [
    ("rgb.jpg", "a.jpg: broken image: libjpeg-turbo: Premature end of JPEG file"),
    ("rgb.png", "a.jpg: broken image: libpng: the file ends early"),
  ])
  func aTruncatedFileIsBroken(_ name: String, _ beginning: String) throws {
    let bytes = try Fixture.bytes(name)
    let error = #expect(throws: ImagingError.self) {
      try ImageFile.decode(Array(bytes.prefix(bytes.count * 9 / 10)), path: "a.jpg")
    }
    #expect(
      error?.description == beginning + "; repair or remove it, or set on_error: skip")
  }

  @Test(arguments: ["rgb.jpg", "cmyk.jpg", "palette.png", "rgb16.png", "orientation-6.jpg"])
  func noTruncationOrFlippedByteCrashes(_ name: String) throws {
    let bytes = try Fixture.bytes(name)
    var refused = 0
    for length in 0..<bytes.count {
      do { _ = try ImageFile.decode(Array(bytes.prefix(length)), path: name) } catch {
        #expect(error is ImagingError)
        refused += 1
      }
    }
    // A JPEG may lack its end marker's last byte; nothing shorter is whole.
    #expect(refused >= bytes.count - 2)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0x55
      do { _ = try ImageFile.decode(changed, path: name) } catch {
        #expect(error is ImagingError)
      }
    }
  }

  @Test func otherContentIsNamed() throws {
    #expect(throws: ImagingError.damaged(path: "a.png", reason: "the file is empty")) {
      try ImageFile.decode([], path: "a.png")
    }
    #expect(
      throws: ImagingError.unsupported(
        path: "a.png",
        reason: "is neither JPEG nor PNG by its first bytes; convert it to one of them")
    ) { try ImageFile.decode(Array("GIF89a".utf8), path: "a.png") }
    let error = #expect(throws: ImagingError.self) { try ImageFile.read("/nowhere/a.png") }
    #expect(
      error?.description == "/nowhere/a.png: cannot be read: No such file or directory")
  }

  @Test func strayBytesInAJPEGAreHarmless() throws {
    var bytes = try Fixture.bytes("rgb.jpg")
    // Before the end marker: libjpeg-turbo warns and the picture is whole.
    bytes.insert(contentsOf: [0x12, 0x34, 0x56], at: bytes.count - 2)
    let whole = try ImageFile.read(Fixture.path("rgb.jpg"))
    #expect(try ImageFile.decode(bytes, path: "a.jpg") == whole)
  }
}
