import Foundation
import Testing

@Suite struct DoctorTests {
  @Test func `finds every library`() async throws {
    let result = try await Capi.run(["doctor"], in: try TemporaryFolder())
    #expect(result.code == 0)
    for subject in [
      "capi", "Swift", "libtorch", "HDF5", "libyaml", "libpng", "libturbojpeg", "threads",
      "devices",
    ] {
      #expect(
        result.output.contains("\nok       \(subject) ")
          || result.output.hasPrefix("ok       \(subject) "))
    }
    #expect(result.output.hasSuffix("\n\nNothing that training needs is wrong.\n"))
  }

  @Test func `a missing Python is a warning`() async throws {
    let result = try await Capi.run(
      ["doctor", "--json"], in: try TemporaryFolder(), environment: ["CAPI_PYTHON": "/no/python"])
    #expect(result.code == 0)
    let diagnosis = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(diagnosis["sound"] as? Bool == true)
    let findings = try #require(diagnosis["findings"] as? [[String: String]])
    let python = try #require(findings.first { $0["subject"] == "Python for notebooks" })
    #expect(python["level"] == "warning")
    #expect(python["text"]?.contains("/no/python") == true)
  }
}
