import Foundation
import Subprocess

/// The commit and the uncommitted changes of the repository a file lies in.
enum GitState {
  /// Bytes of a difference that are kept at most; a longer one is named by its size.
  static let limit = 1 << 18

  /// Both texts are empty where the file lies in no repository, or `git` is not installed.
  static func of(file: String) async -> (commit: String, difference: String) {
    let folder = URL(filePath: file).deletingLastPathComponent().path
    guard let commit = await git(["rev-parse", "HEAD"], in: folder, limit: 4096) else {
      return ("", "")
    }
    let name = commit.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let difference = await git(["diff", "HEAD", "--no-color"], in: folder, limit: limit)
    else {
      return (name, "uncommitted changes of more than \(limit) bytes, left out")
    }
    return (name, difference)
  }

  /// What `git` prints; `nil` where it fails or prints more than `limit` bytes.
  private static func git(_ arguments: [String], in folder: String, limit: Int) async -> String? {
    let result = try? await Subprocess.run(
      .name("git"), arguments: Arguments(["-C", folder, "--no-optional-locks"] + arguments),
      output: .string(limit: limit), error: .discarded)
    guard let result, result.terminationStatus.isSuccess else { return nil }
    return result.standardOutput
  }
}
