import Foundation
import Store
import Subprocess
import Testing

/// A record says which commit the experiment's files were at, and what differed from it.
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

  @Test func `commit, uncommitted changes and versions`() async throws {
    let folder = try TinyFiles.folder()
    _ = try await git(["init", "-q"], in: folder)
    _ = try await git(["add", "experiment.yaml"], in: folder)
    _ = try await git(["commit", "-q", "-m", "experiment"], in: folder)
    let commit = try await git(["rev-parse", "HEAD"], in: folder)
    let clean = try await provenance(in: folder, "clean")
    #expect(clean.gitCommit == commit)
    #expect(clean.gitDiff == "")
    for library in ["capi", "libtorch", "hdf5", "swift"] {
      #expect(clean.versions.contains { $0.key == library && !$0.text.isEmpty })
    }

    try folder.write(TinyFiles.experiment + "\n# changed\n", to: "experiment.yaml")
    let changed = try await provenance(in: folder, "changed")
    #expect(changed.gitCommit == commit)
    #expect(changed.gitDiff.contains("+# changed"))
  }

  @Test func `outside a repository nothing is said`() async throws {
    let folder = try TinyFiles.folder()
    let provenance = try await provenance(in: folder, "out")
    #expect(provenance.gitCommit == "")
    #expect(provenance.gitDiff == "")
  }
}
