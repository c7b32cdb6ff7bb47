import Foundation
import Testing

/// The YAML files of these tests, read from the source tree.
enum Fixtures {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path

  /// The names of the broken files: each has a `.txt` beside it with the exact messages.
  static let broken: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/Broken")) ?? [])
    .filter { $0.hasSuffix(".yaml") && !$0.hasPrefix("parent-") }.sorted()

  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  /// A message without the folder of this machine.
  static func shortened(_ text: String) -> String {
    text.replacingOccurrences(of: "\(folder)/Broken/", with: "")
      .replacingOccurrences(of: "\(folder)/", with: "")
  }
}
