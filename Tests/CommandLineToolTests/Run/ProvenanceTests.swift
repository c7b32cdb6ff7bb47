import Foundation
import Store
import Subprocess
import Testing

/// A record says which commits the program and the experiment's file were at.
@Suite struct ProvenanceTests {
  private func git(_ arguments: [String], in folder: TemporaryFolder) async throws -> String {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    let result = try await Subprocess.run(
      .name("git"), arguments: Arguments(["-C", folder.path] + identity + arguments),
      output: .string(limit: 1 << 16), error: .string(limit: 1 << 16))
    try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
    return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func provenance(in folder: TemporaryFolder, _ name: String) async throws -> Provenance {
    let result = try await Capi.run(
      ["run", "experiment.yaml", "-o", name, "--progress", "none"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    return try RunStore.read(RunFolder(folder.url(name))).provenance
  }

  @Test func `the program's commit, the experiment's, and versions`() async throws {
    let folder = try TinyFiles.folder()
    _ = try await git(["init", "-q"], in: folder)
    _ = try await git(["add", "experiment.yaml"], in: folder)
    _ = try await git(["commit", "-q", "-m", "experiment"], in: folder)
    let commit = try await git(["rev-parse", "HEAD"], in: folder)
    let provenance = try await provenance(in: folder, "out")
    #expect(provenance.entries["experiment_commit"] == commit)
    for library in ["capi", "libtorch", "hdf5", "swift"] {
      #expect(provenance.versions.contains { $0.key == library && !$0.text.isEmpty })
    }
    // The repository of the results is not the program's.
    #expect(provenance.gitCommit != commit)
    let package = URL(filePath: #filePath).deletingLastPathComponent()
    let own = try await Subprocess.run(
      .name("git"), arguments: ["-C", package.path, "rev-parse", "HEAD"],
      output: .string(limit: 4096), error: .discarded)
    let expected = own.terminationStatus.isSuccess ? own.standardOutput : ""
    #expect(provenance.gitCommit == expected.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  @Test func `outside a repository nothing is said of the experiment's commit`() async throws {
    let folder = try TinyFiles.folder()
    let provenance = try await provenance(in: folder, "out")
    #expect(provenance.entries["experiment_commit"] == nil)
  }
}
