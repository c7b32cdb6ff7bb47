import Foundation
import Reports
import Testing

@Suite struct DocumentationTests {
  private static let page: String = {
    let package = (0..<4).reduce(URL(filePath: #filePath)) { folder, _ in
      folder.deletingLastPathComponent()
    }
    let file = package.appending(path: "docs/exporting.md")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()

  @Test func everyTableAndColumnIsDocumented() throws {
    let rows = Self.page.split(separator: "\n").map(String.init)
    for table in try MergedContents(results: FakeSweep().results).tables {
      let path = table.path == "/metrics/train" ? "/metrics/STREAM" : table.path
      let row = try #require(rows.first { $0.hasPrefix("| `\(path)` |") }, "\(table.path)")
      let isOpen = ["/metrics/STREAM", "/trials/axes"].contains(path)
      let columns = table.columns.map(\.name).prefix(isOpen ? (path == "/trials/axes" ? 0 : 5) : 99)
      for column in columns { #expect(row.contains("`\(column)`"), "\(path) \(column)") }
    }
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python with pandas"))
  func theReaderOfThePageReads() throws {
    let folder = try TemporaryFolder()
    try MergedFile(MergedContents(results: FakeSweep().results))
      .write(to: folder.url.appending(path: "merged.h5"))
    let parts = Self.page.components(separatedBy: "```python\n")
    try #require(parts.count == 2)
    let reader = try #require(parts[1].components(separatedBy: "```").first)
    let output = try TestPython.output(
      of: "import os, sys; os.chdir(sys.argv[1])\n" + reader, arguments: [folder.url.path])
    // The mean of 26, 28, 24.5, 25.5, 27.25 and 27.75 is 26.5.
    let row = output.split(separator: "\n").first {
      $0.contains("mIoU") && $0.hasSuffix("1.387444")
    }
    #expect(row.map { $0.contains("6  26.50") } == true, "\(output)")
  }
}
