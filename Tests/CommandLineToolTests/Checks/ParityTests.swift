import Foundation
import Testing

@Suite struct ParityTests {
  static let file =
    (ProcessInfo.processInfo.environment["CAPI_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared").path) + "/parity/capi_a.h5"

  static let isThere =
    FileManager.default.fileExists(atPath: file)
    || ProcessInfo.processInfo.environment["CI"] == "true"

  @Test(.enabled(if: isThere, "no ../shared/parity/capi_a.h5; set CAPI_SHARED"))
  func `agrees with the reference, and not below rounding`() async throws {
    let folder = try TemporaryFolder()
    let passed = try await Capi.run(["parity", Self.file], in: folder)
    #expect(passed.code == 0, "\(passed.output)\(passed.errors)")
    let refused = try await Capi.run(["parity", Self.file, "--tolerance", "1e-12"], in: folder)
    #expect(refused.code == 1)
  }
}
