import HDF5
import Testing

@Suite struct RoundTripTests {
  @Test func everyTypeComesBackBitByBit() throws {
    let root = try File.open(image: makeSample()).root
    let values: [Double] = try root.dataset("zebra/values").read()
    let expected: [Double] = [1.5, -0.0, .nan, .infinity]
    #expect(values.map(\.bitPattern) == expected.map(\.bitPattern))
    let matrix = try root.dataset("zebra/matrix")
    #expect(try matrix.shape() == [2, 3])
    #expect(try matrix.read(Float.self) == [1, 2, 3, 4, 5, 6])
    #expect(try root.dataset("zebra/texts").readTexts() == ["one", "", "drei\nzeilen ü"])
    #expect(try root.dataset("apple/packed").read(Int64.self) == Array(0..<1000).map(Int64.init))
    #expect(try root.dataset("apple/bytes").read(UInt8.self) == [0, 128, 255])
    #expect(try root.dataset("apple/small").read(Int32.self) == [Int32.min, Int32.max])
    #expect(try root.dataset("apple/half").read(Half.self).map(\.bits) == [0x3C00, 0x7E00])
    #expect(try root.dataset("apple/single").readText() == "one text")
    #expect(try root.dataset("apple/single").shape() == [])
  }

  @Test func everyElementTypeIsAnAttributeToo() throws {
    let file = try File.createInMemory()
    let attributes = file.root.attributes
    try attributes.set("f32", Float(0.1))
    try attributes.set("f64", [0.1, .nan])
    try attributes.set("i32", Int32(-3))
    try attributes.set("u8", [1, 2] as [UInt8])
    try attributes.set("f16", Half(bits: 0x3555))
    try attributes.set("none", [] as [Int64])
    try attributes.set("text", "größe 漢字 🙂")
    try attributes.set("texts", ["b", "", "a"])
    let read = try File.open(image: file.image()).root.attributes
    #expect(try read.value("f32", Float.self) == 0.1)
    #expect(try read.attribute("f64").values(Double.self).first == 0.1)
    #expect(try read.value("i32", Int32.self) == -3)
    #expect(try read.attribute("i32").shape == [])
    #expect(try read.attribute("u8").values(UInt8.self) == [1, 2])
    #expect(try read.attribute("u8").shape == [2])
    #expect(try read.value("f16", Half.self) == Half(bits: 0x3555))
    #expect(try read.attribute("none").values(Int64.self) == [])
    #expect(try read.text("text") == "größe 漢字 🙂")
    #expect(try read.attribute("texts").texts() == ["b", "", "a"])
    #expect(try read.names() == ["f32", "f64", "i32", "u8", "f16", "none", "text", "texts"])
  }

  @Test func childrenAreListedInTheOrderOfTheirMaking() throws {
    let root = try File.open(image: makeSample()).root
    #expect(try root.children().map(\.name) == ["zebra", "apple"])
    #expect(try root.children().map(\.kind) == [.group, .group])
    #expect(
      try root.group("apple").children().map(\.name)
        == ["packed", "bytes", "small", "half", "single"])
  }

  @Test func manyAttributesAndChildrenKeepTheirOrder() throws {
    let file = try File.createInMemory()
    let names = (0..<200).map { "name \(($0 * 37) % 200)" }
    let group = try file.root.createGroup("many")
    for name in names {
      try group.write(name, [1.0])
      try group.attributes.set(name, name)
    }
    let read = try File.open(image: file.image()).root.group("many")
    #expect(try read.children().map(\.name) == names)
    #expect(try read.names() == names)
    #expect(try read.attributes.names() == names)
  }

  @Test(arguments: [1, 126, 127, 128, 129, 5000]) func namesOfAnyLengthComeBack(bytes: Int) throws {
    let file = try File.createInMemory()
    let name = String(repeating: "n", count: bytes)
    try file.root.write(name, [1.0])
    let read = try File.open(image: file.image()).root
    #expect(try read.names() == [name])
    #expect(try read.dataset(name).read(Double.self) == [1])
  }

  /// More than the buffer by which text is carried over holds at a time.
  @Test(arguments: [1023, 1024, 1025, 5000]) func manyTextsComeBack(count: Int) throws {
    let file = try File.createInMemory()
    let texts = (0..<count).map { String(repeating: "é\($0)", count: $0 % 5) }
    try file.root.write("texts", texts)
    #expect(try File.open(image: file.image()).root.dataset("texts").readTexts() == texts)
  }

  @Test(arguments: [[0], [0, 3], [3, 0]]) func emptyShapesComeBack(shape: [Int]) throws {
    let file = try File.createInMemory()
    try file.root.write("numbers", [] as [Float], shape: shape)
    try file.root.write("texts", [], shape: shape)
    let root = try File.open(image: file.image()).root
    #expect(try root.dataset("numbers").shape() == shape)
    #expect(try root.dataset("numbers").read(Float.self) == [])
    #expect(try root.dataset("texts").readTexts() == [])
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    #expect(try makeSample() == makeSample())
  }

  @Test func numbersAreConvertedWhereNoMeaningIsLost() throws {
    let file = try File.createInMemory()
    try file.root.write("f64", [0.1])
    try file.root.write("u8", [200] as [UInt8])
    try file.root.write("i32", [-5] as [Int32])
    try file.root.write("f16", [Half(bits: 0x3C00)])
    let root = try File.open(image: file.image()).root
    #expect(try root.dataset("f64").read(Float.self) == [Float(0.1)])
    #expect(try root.dataset("u8").read(Double.self) == [200])
    #expect(try root.dataset("u8").read(Int32.self) == [200])
    #expect(try root.dataset("i32").read(Int64.self) == [-5])
    #expect(try root.dataset("f16").read(Float.self) == [1])
  }

  @Test func scalesAreAttached() throws {
    let file = try File.createInMemory()
    let step = try file.root.write("step", [1, 2] as [Int64])
    try step.makeScale(named: "step")
    let loss = try file.root.write("loss", [0.5, 0.25])
    try loss.attachScale(step)
    let root = try File.open(image: file.image()).root
    #expect(try root.dataset("step").isScale())
    #expect(try !root.dataset("loss").isScale())
    #expect(try root.dataset("loss").attributes.names() == ["DIMENSION_LIST"])
  }

  @Test(.enabled(if: Shared.hasParity, "no ../shared/parity/capi_a.h5; set CAPI_SHARED"))
  func filesOfH5pyAreRead() throws {
    let root = try File.open(Shared.parity).root
    #expect(try root.attributes.value("dim", Int64.self) == 32)
    #expect(try root.attributes.value("lr", Double.self) == 0.001)
    #expect(try root.dataset("eval/tokens").shape() == [3, 24, 32])
    #expect(try root.dataset("eval/tokens").read(Float.self).count == 3 * 24 * 32)
    #expect(
      try root.dataset("eval/tokens").attributes.text("layout")
        == "image, registers then patches, channel")
  }
}
