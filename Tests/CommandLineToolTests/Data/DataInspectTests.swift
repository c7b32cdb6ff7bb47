import Foundation
import Testing

/// What a data set holds.
@Suite struct DataInspectTests {
  @Test func `counts images and pixels and names colours`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      ["data", "inspect", "experiment.yaml", "--sheet", "sheet.png"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("data set scenes\nfingerprint "))
    #expect(result.output.contains("\ntrain      24         24"))
    #expect(result.output.contains("  #"))
    #expect(result.errors == "sheet.png: 24 training images\n")
    #expect(folder.exists("sheet.png"))
  }

  @Test func `JSON counts every pixel`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      ["data", "inspect", "experiment.yaml", "--samples", "3", "--json"], in: folder)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let train = try #require((report["splits"] as? [String: Any])?["train"] as? [String: Any])
    #expect(train["count"] as? Int == 24 && train["examined"] as? Int == 3)
    let width = try #require(train["width"] as? [Int])
    let height = try #require(train["height"] as? [Int])
    let pixels = try #require(train["pixels_of_label"] as? [Int])
    #expect(pixels.reduce(0, +) == 3 * width[0] * height[0])
  }
}
