import Foundation
import Store
import Testing

/// Probes while training.
@Suite struct EvaluationTests {
  @Test func `asks every few steps and changes nothing`() async throws {
    let folder = try TinyFiles.folder()
    let plain = try await Capi.run(["run", "experiment.yaml", "-o", "plain"], in: folder)
    #expect(plain.code == 0, "\(plain.errors)")
    let watched = try await Capi.run(
      [
        "run", "experiment.yaml", "-o", "watched", "evaluation.every=2",
        "evaluation.during=[student, teacher]", "evaluation.final=[teacher, raw-pixels]",
      ], in: folder)
    #expect(watched.code == 0, "\(watched.errors)")
    let before = try RunStore.read(RunFolder(folder.url("plain")))
    let after = try RunStore.read(RunFolder(folder.url("watched")))
    #expect(after.repeatable == before.repeatable)
    #expect(
      after.probes.map { "\($0.subject) \($0.step)" } == [
        "raw-pixels -1", "student 1", "teacher 1", "teacher 3",
      ])
    func last(_ record: RunRecord) -> [ProbeScore]? {
      record.probes.last { $0.subject == "teacher" }?.scores
    }
    #expect(last(after) == last(before))
    // The table tells the last of each, the JSON all.
    #expect(watched.output.components(separatedBy: "trained teacher").count == 3)
    let shown = try await Capi.run(["show", "watched", "--json"], in: folder)
    #expect(shown.output.components(separatedBy: "\"teacher\"").count == 5)
  }
}
