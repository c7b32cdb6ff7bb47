import Foundation
import Store
import Testing

/// A trained run, its features, its verification, and following it.
@Suite struct FeaturesTests {
  /// A folder with a finished run in `run`.
  private func trained() async throws -> TemporaryFolder {
    let folder = try TinyFiles.folder()
    let run = try await Capi.run(
      ["run", "experiment.yaml", "-o", "run", "--threads", "1", "output.checkpoint=true"],
      in: folder)
    try #require(run.code == 0, "\(run.errors)")
    return folder
  }

  @Test func `features are written, verified, and repeat bit by bit`() async throws {
    let folder = try await trained()
    let arguments = ["features", "run", "--threads", "1", "--to"]
    let result = try await Capi.run(arguments + ["new/test.h5"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let file = try FeatureFile(folder.url("new/test.h5"))
    #expect(file.layout.images == 8)
    #expect(file.layout.channels == 16)
    #expect(file.layout.pixelLabelSize == 32)
    #expect(file.about["subject"] == "teacher")
    #expect(file.about["split"] == "test")
    #expect(try file.indices() == Array(0..<8))
    #expect(try file.inspect() == FeatureFile.Inspection())
    #expect(result.output.hasPrefix("new/test.h5: 8 × "))

    let again = try await Capi.run(arguments + ["again.h5"], in: folder)
    #expect(again.code == 0)
    let written = try Data(contentsOf: URL(fileURLWithPath: folder.url("new/test.h5")))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.url("again.h5"))) == written)

    let student = try await Capi.run(
      arguments + ["student.h5", "--subject", "student", "--dtype", "float16", "--split", "train"],
      in: folder)
    #expect(student.code == 0, "\(student.errors)")
    let half = try FeatureFile(folder.url("student.h5"))
    #expect(half.layout.images == 24)
    #expect(half.layout.precision == .float16)

    let there = try await Capi.run(arguments + ["again.h5"], in: folder)
    #expect(there.code == 1)
    #expect(there.errors == "error: again.h5: is there already\n")
    let other = try await Capi.run(
      arguments + ["other.h5", "dataset.test=4"], in: folder)
    #expect(other.code == 0, "\(other.errors)")
    #expect(try FeatureFile(folder.url("other.h5")).layout.images == 4)
    let rounded = try await Capi.run(
      arguments + ["rounded.h5", "engine.precision=bfloat16"], in: folder)
    #expect(rounded.code == 0, "\(rounded.errors)")
    #expect(file.about["precision"] == "float32")
    #expect(try FeatureFile(folder.url("rounded.h5")).about["precision"] == "bfloat16")
    let exported = try await Capi.run(
      ["weights", "export", "run", "--to", "w.safetensors"], in: folder)
    #expect(exported.code == 0, "\(exported.errors)")
    let loaded = try await Capi.run(
      arguments + ["loaded.h5", "--weights", "w.safetensors"], in: folder)
    #expect(loaded.code == 0, "\(loaded.errors)")
    #expect(loaded.output.contains(" float32, weights of w.safetensors, "))
    let same = try FeatureFile(folder.url("loaded.h5"))
    guard case .float32(let values) = try same.values(0..<8),
      case .float32(let trained) = try file.values(0..<8)
    else {
      Issue.record("features are not float32")
      return
    }
    #expect(values == trained)
    #expect(same.about["weights"] == "w.safetensors" && same.about["checkpoint_step"] == nil)

    let network = try await Capi.run(arguments + ["x.h5", "model.width=32"], in: folder)
    #expect(network.code == 1)
    #expect(
      network.errors
        == "error: 'model.width=32': the network is as it was trained; only dataset.…, "
        + "images.size…, training.workers…, engine.… can be changed\n")

    let sound = try await Capi.run(["verify", "new/test.h5"], in: folder)
    #expect(sound.code == 0)
    #expect(
      sound.output
        == "sound    new/test.h5: features of 8 images, every checksum right\n\n"
        + "Nothing is damaged.\n")
  }

  @Test func `damage has its own exit code, and a run is followed to its end`() async throws {
    let folder = try await trained()
    let sound = try await Capi.run(["verify", "run", "--json"], in: folder)
    #expect(sound.code == 0, "\(sound.output)")
    #expect(sound.output.contains("\"sound\": true") || sound.output.contains("\"sound\":true"))

    let unknown = try await Capi.run(["tail", "run", "--stream", "trian"], in: folder)
    #expect(unknown.code == 1)
    #expect(unknown.errors == "error: run has no stream 'trian'; it has train\n")
    let told = try await Capi.run(["tail", "run", "--rows", "2"], in: folder)
    #expect(told.code == 0)
    #expect(told.errors == "")
    let lines = told.output.split(separator: "\n")
    #expect(lines.first == "done")
    #expect(lines.count { $0.hasPrefix("train step ") } <= 2)
    #expect(lines.contains { $0.contains("knn-segmentation of teacher: ") })

    let record = URL(fileURLWithPath: folder.url("run/run.h5"))
    var bytes = try Data(contentsOf: record)
    bytes[100] ^= 1
    try bytes.write(to: record)
    let damaged = try await Capi.run(["verify", "run"], in: folder)
    #expect(damaged.code == 65)
    #expect(
      damaged.output.contains(
        "damaged  run/run.h5: does not match its seal: its bytes changed after it was written\n"))
  }
}
