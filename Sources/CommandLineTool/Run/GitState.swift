import Foundation
import Subprocess

/// The commit and the uncommitted changes of the program's own repository.
enum GitState {
  /// Bytes of a difference that are kept at most; a longer one is named by its size.
  static let limit = 1 << 18

  /// The source that the running program was built from, as far as it can be told: the repository
  /// that the executable lies in, if that is ours, else what `make install` has written beside it.
  ///
  /// Both texts are empty where neither is there, or `git` is not installed.
  static func ofProgram() async -> (commit: String, difference: String) {
    guard let executable = try? WorkerExecutable.path() else { return ("", "") }
    let folder = URL(filePath: executable).deletingLastPathComponent()
    let installed = folder.deletingLastPathComponent().appending(path: "share/capi/source")
    if let text = try? String(contentsOf: installed, encoding: .utf8) {
      let lines = text.split(separator: "\n", maxSplits: 1).map(String.init)
      return (lines.first ?? "", lines.count > 1 ? lines[1] : "")
    }
    guard let top = await git(["rev-parse", "--show-toplevel"], in: folder.path, limit: 4096),
      isOurs(top.trimmingCharacters(in: .whitespacesAndNewlines))
    else { return ("", "") }
    return await of(folder: folder.path)
  }

  /// The commit of the repository that a file lies in; empty outside one.
  static func commit(of file: String) async -> String {
    await of(folder: URL(filePath: file).deletingLastPathComponent().path).commit
  }

  private static func of(folder: String) async -> (commit: String, difference: String) {
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

  /// Whether a repository holds this program's sources: a build folder may lie in another's.
  private static func isOurs(_ top: String) -> Bool {
    FileManager.default.fileExists(atPath: top + "/Sources/CommandLineTool/Run/GitState.swift")
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
