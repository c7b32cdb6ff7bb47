import HDF5
import Store
import Testing

/// Damaged files give an error that says so, and never end the process.
@Suite struct DamageTests {
  private func sealed() throws -> [UInt8] {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    try RunStore.write(Sample.record, to: run)
    return try read(run.recordPath)
  }

  @Test func everyTruncationIsFound() throws {
    let bytes = try sealed()
    let scratch = try ScratchFolder()
    let lengths = Array(stride(from: 0, to: bytes.count, by: 97)) + [bytes.count - 1]
    for length in lengths {
      let path = try scratch.write(Array(bytes[..<length]), "run.h5")
      let text = message { try RunStore.read(file: path) }
      #expect(
        text == "\(path): is cut short: it has \(length) bytes and no seal"
          || text
            == "\(path): has no seal at its end: it was cut short, or another program changed it",
        "\(length): \(text)")
    }
  }

  @Test func everyFlippedBitIsFound() throws {
    let bytes = try sealed()
    let scratch = try ScratchFolder()
    for offset in stride(from: 0, to: bytes.count, by: 31) {
      var damaged = bytes
      damaged[offset] ^= UInt8(1 << (offset % 8))
      let path = try scratch.write(damaged, "run.h5")
      let text = message { try RunStore.read(file: path) }
      #expect(
        text == "\(path): does not match its seal: its bytes changed after it was written"
          || text
            == "\(path): has no seal at its end: it was cut short, or another program changed it",
        "\(offset): \(text)")
    }
  }

  @Test func bytesAddedBehindTheSealAreFound() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(sealed() + [0], "run.h5")
    #expect(
      message { try RunStore.read(file: path) }
        == "\(path): has no seal at its end: it was cut short, or another program changed it")
  }

  @Test func aMissingFileAndAFolderSaySo() throws {
    let scratch = try ScratchFolder()
    #expect(
      message { try RunStore.read(file: "\(scratch.path)/none.h5") }
        == "\(scratch.path)/none.h5: cannot be read: No such file or directory")
    #expect(message { try RunStore.read(file: scratch.path) } == "\(scratch.path): is not a file")
  }
}
