import Store
import Testing

/// The same experiment gives the same bits, however it is run.
@Suite struct ReproducibilityTests {
  private func record(_ arguments: [String], in folder: TemporaryFolder, _ name: String)
    async throws -> RunRecord
  {
    let result = try await Capi.run(
      ["run", "experiment.yaml", "-o", name, "--progress", "none"] + arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    return try RunStore.read(RunFolder(folder.url(name)))
  }

  @Test(arguments: [
    "engine.precision=float32", "engine.precision=bfloat16", "engine.kernels=composed",
  ])
  func `one seed, twice, and with one and two threads`(mode: String) async throws {
    let folder = try TinyFiles.folder()
    let first = try await record([mode], in: folder, "a")
    let second = try await record([mode], in: folder, "b")
    let single = try await record([mode, "--threads", "1"], in: folder, "c")
    let double = try await record([mode, "--threads", "2"], in: folder, "d")
    #expect(first.repeatable.first?.columns.isEmpty == false)
    for other in [second, single, double] {
      #expect(other.header.runID == first.header.runID)
      #expect(other.repeatable == first.repeatable)
      #expect(other.probes == first.probes)
    }
    let otherSeed = try await record([mode, "seed=1"], in: folder, "e")
    #expect(otherSeed.header.runID != first.header.runID)
    #expect(otherSeed.repeatable != first.repeatable)
  }
}
