import Foundation
import Store
import Testing

@Suite struct RunFolderTests {
  @Test func `only what a run writes as it goes on counts as room that it has`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    for folder in ["features", "evaluations/a"] {
      try FileManager.default.createDirectory(
        atPath: "\(run.path)/\(folder)", withIntermediateDirectories: true)
    }
    for (name, bytes) in [
      ("features/x.bin", 1 << 20), ("evaluations/a/run.h5", 1 << 19), ("note.txt", 1 << 18),
      ("run.h5", 1000), ("journal.3", 200), ("checkpoints/step-7.h5", 30),
      ("checkpoints/step-9.h5", 4), ("checkpoints/failure-9.h5", 1 << 17),
    ] {
      _ = try scratch.write([UInt8](repeating: 1, count: bytes), "run/\(name)")
    }
    #expect(run.usedBytes == 1234)
    #expect(RunFolder("\(scratch.path)/none").usedBytes == 0)
  }
}
