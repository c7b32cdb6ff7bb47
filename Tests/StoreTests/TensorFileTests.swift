import HDF5
import Store
import Testing

@Suite struct TensorFileTests {
  @Test func whatIsWrittenComesBack() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/step-30.h5"
    let written = try Sample.tensors.write(to: path)
    #expect(written.sha256 == Digest.sha256(try read(path)))
    let file = try TensorFile.read(path)
    #expect(Set(file.arrays.map(\.path)) == Set(Sample.tensors.arrays.map(\.path)))
    for array in Sample.tensors.arrays { #expect(file.array(array.path) == array) }
    for attribute in Sample.tensors.attributes {
      #expect(file.attribute(attribute.name, of: attribute.object) == attribute)
    }
    #expect(file.attributes.count == Sample.tensors.attributes.count)
  }

  @Test func writingTwiceGivesTheSameBytes() throws {
    let scratch = try ScratchFolder()
    let first = try Sample.tensors.write(to: "\(scratch.path)/a.h5")
    let second = try Sample.tensors.write(to: "\(scratch.path)/b.h5")
    #expect(first.sha256 == second.sha256)
  }

  static let cases: [(change: @Sendable (inout TensorFile) -> Void, text: String)] = [
    (
      { $0.arrays[0].shape = [7] },
      "the array \"/student/norm.weight\" has 6 values, which do not fill its shape [7]"
    ),
    ({ $0.arrays[1].path = "/random" }, "the array \"/random\" is there twice"),
    (
      { $0.arrays[3].path = "/student" },
      "\"/student\" is the name of an array and of a group that holds arrays"
    ),
    ({ $0.arrays[3].path = "random" }, "the array path \"random\" does not begin with \"/\""),
    (
      { $0.arrays[3].path = "/a//b" },
      "a part of the array path \"/a//b\" is called \"\"; a name has one or more characters, no "
        + "\"/\", and is neither \".\" nor \"..\""
    ),
    (
      { $0.attributes[0].object = "/none" },
      "the attribute \"/none @step\" belongs to nothing in the file"
    ),
    (
      { $0.attributes[0].name = "format" },
      "the attribute \"/ @format\" belongs to the format; give another name"
    ),
  ]

  @Test(arguments: cases.indices) func whatCannotBeWritten(index: Int) throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/x.h5"
    var file = Sample.tensors
    Self.cases[index].change(&file)
    #expect(message { try file.write(to: path) } == "\(path): \(Self.cases[index].text)")
    #expect(try scratch.names(in: scratch.path) == [])
  }

  @Test func damageIsFound() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/x.h5"
    try Sample.tensors.write(to: path)
    var bytes = try read(path)
    bytes[bytes.count / 2] ^= 1
    _ = try scratch.write(bytes, "x.h5")
    #expect(
      message { try TensorFile.read(path) }
        == "\(path): does not match its seal: its bytes changed after it was written")
  }

  @Test func foreignFilesAreReadAndWidened() throws {
    let scratch = try ScratchFolder()
    let file = try File.createInMemory()
    try file.root.write("i32", [-5] as [Int32])
    try file.root.write("f16", [Half(bits: 0x3C00)])
    let path = try scratch.write(file.image(), "x.h5")
    let foreign = try TensorFile.readForeign(path)
    #expect(foreign.array("/i32")?.values == .int64([-5]))
    #expect(foreign.array("/f16")?.values == .float32([1]))
    #expect(
      message { try TensorFile.read(path) }
        == "\(path): has no seal at its end: it was cut short, or another program changed it")
  }

  @Test func whatIsNoTensorIsRefused() throws {
    let scratch = try ScratchFolder()
    let file = try File.createInMemory()
    try file.root.write("words", ["a"])
    let path = try scratch.write(file.image(), "x.h5")
    #expect(
      message { try TensorFile.readForeign(path) }
        == "\(path): /words: it holds text; a file of tensors holds float32, float64, int64 and "
        + "uint8")
    #expect(
      message { try TensorFile.readForeign("\(scratch.path)/none") }
        == "\(scratch.path)/none: cannot be read: No such file or directory")
  }

  @Test(.enabled(if: Outside.hasParity, "no ../shared/parity/capi_a.h5; set CAPI_SHARED"))
  func theParityFixtureIsRead() throws {
    let file = try TensorFile.readForeign(Outside.parity)
    #expect(file.attribute("dim")?.integer == 32)
    #expect(file.attribute("lr")?.number == 0.001)
    #expect(
      file.attribute("layout", of: "/eval/tokens")?.text
        == "image, registers then patches, channel")
    let registers = try #require(file.array("/init/student/backbone/registers"))
    #expect(registers.shape == [1, 8, 32])
    #expect(registers.values.typeName == "float32")
    #expect(registers.values.count == 256)
  }
}
