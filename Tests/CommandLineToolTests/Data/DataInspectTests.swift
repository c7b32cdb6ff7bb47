import Foundation
import Imaging
import Store
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

  @Test func `a full fingerprint is a hash of every byte`() async throws {
    let folder = try TinyFiles.folder()
    let generated = try await Capi.run(
      ["data", "inspect", "experiment.yaml", "--full-fingerprint"], in: folder)
    #expect(generated.code == 1)
    #expect(
      generated.errors
        == "error: data set 'scenes' comes from no files that could be read for a full "
        + "fingerprint; its fingerprint says all there is to say\n")

    // Far more than the 65,536 bytes that the quick fingerprint looks at.
    for half in ["train", "test"] {
      try FileManager.default.createDirectory(
        atPath: folder.url("photos/\(half)/a"), withIntermediateDirectories: true)
      let image = RGBImage(width: 300, height: 300, pixels: (0..<270_000).map { noise($0) })
      // With a byte behind the image, which can be changed without breaking it.
      let path = folder.url("photos/\(half)/a/1.png")
      try Data(PNG.encode(image) + [0]).write(to: URL(filePath: path))
    }
    let command = [
      "data", "inspect", "experiment.yaml", "dataset={name: image-folder, root: photos}",
      "probes=[]", "--full-fingerprint",
    ]
    func lines() async throws -> [Substring] {
      let result = try await Capi.run(command, in: folder)
      #expect(result.code == 0, "\(result.errors)")
      return Array(result.output.split(separator: "\n")[1...2])
    }
    let before = try await lines()
    let listing = try ["test/a/1.png", "train/a/1.png"].map { path in
      "\(try Digest.sha256(file: folder.url("photos/\(path)")))  \(path)\n"
    }.joined()
    #expect(
      before[1]
        == "full fingerprint sha256 \(Digest.sha256(Array(listing.utf8))) of 2 files")
    // Another last byte: the quick fingerprint is the same, the full one is not.
    let url = URL(filePath: folder.url("photos/train/a/1.png"))
    var bytes = try Data(contentsOf: url)
    try #require(bytes.count > 1 << 16)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: url)
    let after = try await lines()
    #expect(after[0] == before[0])
    #expect(after[1] != before[1])
  }

  /// Bytes that no compression makes smaller (the finaliser of SplitMix64).
  private func noise(_ index: Int) -> UInt8 {
    var bits = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return UInt8(truncatingIfNeeded: bits >> 40)
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
