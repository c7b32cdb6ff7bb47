import Foundation
import Testing
import YAML

@Suite struct DocumentLoaderTests {
  /// A folder with these files, gone when the test ends.
  private func withFiles(
    _ files: [String: String], _ body: (String) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("loader-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    try body(folder.path)
  }

  private func faults(_ path: String, in folder: String) -> String {
    var collector = DiagnosticCollector()
    _ = DocumentLoader().load(path, into: &collector)
    return Diagnostics(collector.diagnostics).description
      .replacingOccurrences(of: folder + "/", with: "")
  }

  @Test func laysAChainOfFilesOverOneAnother() throws {
    let expected = try Document.parse("{a: 1, b: 2, c: 3}", file: "")
    try withFiles([
      "top.yaml": "extends: base/middle.yaml\na: 1\n",
      "base/middle.yaml": "extends: bottom.yaml\na: 2\nb: 2\n",
      "base/bottom.yaml": "a: 3\nb: 3\nc: 3\n",
    ]) { folder in
      var collector = DiagnosticCollector()
      let document = DocumentLoader().load("\(folder)/top.yaml", into: &collector)
      #expect(collector.isEmpty)
      #expect(document?.root == expected)
      #expect(
        document?.files.map { $0.path.split(separator: "/").last } == [
          "top.yaml", "middle.yaml", "bottom.yaml",
        ])
      #expect(document?.root["c"]?.location.file == "\(folder)/base/bottom.yaml")
      #expect(document?.files.first?.text == "extends: base/middle.yaml\na: 1\n")
    }
  }

  @Test func saysWhatIsWrong() throws {
    try withFiles([
      "circle.yaml": "extends: other.yaml\n", "other.yaml": "a: 1\nextends: ./circle.yaml\n",
      "orphan.yaml": "a: 1\nextends: nobody.yaml\n", "two.yaml": "extends: [a, b]\n",
      "list.yaml": "- 1\n", "child.yaml": "extends: broken.yaml\n", "broken.yaml": "a: [\n",
      "folder/x.yaml": "a: 1\n",
    ]) { folder in
      #expect(
        faults("\(folder)/circle.yaml", in: folder)
          == "other.yaml:2:10: extends: the files extend each other in a circle: "
          + "circle.yaml → other.yaml → ./circle.yaml")
      #expect(
        faults("\(folder)/orphan.yaml", in: folder)
          == "orphan.yaml:2:10: extends: there is no file 'nobody.yaml'")
      #expect(
        faults("\(folder)/two.yaml", in: folder)
          == "two.yaml:1:10: extends: expected the path of one file, found a list")
      #expect(
        faults("\(folder)/list.yaml", in: folder)
          == "list.yaml:1:1: expected a mapping of keys at the top, found a list")
      #expect(
        faults("\(folder)/child.yaml", in: folder)
          == "broken.yaml:2:1: did not find expected node content while parsing a flow node")
      #expect(
        faults("\(folder)/nobody.yaml", in: folder)
          == "nobody.yaml:1:1: there is no file 'nobody.yaml'")
      #expect(
        faults("\(folder)/folder", in: folder)
          == "folder:1:1: 'folder' is a folder; name a YAML file")
    }
  }

  @Test func readsNoMoreThanTheLimitOfAnEndlessFile() {
    #expect(
      faults("/dev/zero", in: "/none")
        == "/dev/zero:1:1: the text is larger than 1048576 bytes, too large for a configuration")
  }
}
