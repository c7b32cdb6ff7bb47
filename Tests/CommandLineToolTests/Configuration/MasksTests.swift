import Foundation
import Testing

@Suite struct MasksTests {
  /// Width and height of a PNG file.
  private func size(_ path: String) throws -> [Int] {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(Array(bytes.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    return [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  @Test(arguments: ["random", "block", "inverse-block", "multi-block"])
  func drawsEveryMasking(masking: String) async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      [
        "masks", "experiment.yaml", "masking=\(masking)", "--to", "m.png", "--count", "3",
        "--columns", "2",
      ], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.output
        == "m.png: 3 masks of '\(masking)' on 4×4 patches: 6 visible, 10 hidden, 4 predicted\n")
    // Images of 32 pixels are drawn six times as large; gaps of 4.
    #expect(try size(folder.url("m.png")) == [2 * 196 + 4, 2 * 196 + 4])
  }

  @Test func plainGridsNeedNoDataSet() async throws {
    let folder = try TinyFiles.folder()
    let arguments = [
      "masks", "experiment.yaml", "dataset={name: image-folder, root: /nowhere}", "--to", "m.png",
    ]
    #expect(try await Capi.run(arguments, in: folder).code == 1)
    #expect(!folder.exists("m.png"))
    #expect(try await Capi.run(arguments + ["--plain"], in: folder).code == 0)
    #expect(folder.exists("m.png"))
  }
}
