import Foundation
import Store
import Testing

/// One tiny experiment from YAML to its record.
@Suite struct RunTests {
  @Test func `trains, probes and seals`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(["run", "experiment.yaml", "-o", "out"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    for features in ["trained teacher", "untrained", "raw pixels"] {
      #expect(result.output.contains("knn-segmentation  \(features)"))
    }
    #expect(result.output.contains("k="))
    #expect(result.output.hasSuffix("done: out/run.h5\n"))
    #expect(result.errors.contains("step 4/4  loss "))

    let record = try RunStore.read(RunFolder(folder.url("out")))
    #expect(record.header.state == .done)
    #expect(record.header.complete)
    #expect(record.header.lastStep == 3)
    #expect(record.header.creatorVersion == "0.1.0")
    #expect(record.provenance.arguments == ["capi", "run", "experiment.yaml", "-o", "out"])
    #expect(record.metricStream("train")?.rowCount == 4)
    #expect(
      Set(record.probes.map(\.subject)).isSuperset(of: ["raw-pixels", "untrained", "teacher"]))
    #expect(record.configuration.yaml == TinyFiles.experiment)
  }

  @Test func `prints one JSON object`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      ["run", "experiment.yaml", "-o", "out", "--json", "--progress", "none"], in: folder)
    #expect(result.code == 0)
    #expect(result.errors == "")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(report["state"] as? String == "done")
    #expect(report["folder"] as? String == "out")
    let metrics = try #require(report["metrics"] as? [String: Any])
    #expect(metrics["train.loss"] is Double)
    #expect(try #require(metrics["train.data_wait"] as? Double) > 0)
    let scores = try #require(report["scores"] as? [[String: Any]])
    #expect(scores.contains { $0["subject"] as? String == "teacher" && $0["value"] is Double })

    let shown = try await Capi.run(["show", "out", "--json"], in: folder)
    #expect(shown.output == result.output)
  }

  @Test func `names the folder after file and identity, and repeats results`() async throws {
    let folder = try TinyFiles.folder()
    let command = ["run", "experiment.yaml", "probes=[]", "training.steps=1"]
    let first = try await Capi.run(command, in: folder)
    #expect(first.code == 0, "\(first.errors)")
    let path = try #require(first.output.firstMatch(of: /done: (.*)\/run\.h5/)).1
    #expect(path.wholeMatch(of: /runs\/experiment-[0-9a-f]{8}/) != nil)

    let file = URL(fileURLWithPath: folder.url("\(path)/run.h5"))
    let bytes = try Data(contentsOf: file)
    let again = try await Capi.run(command, in: folder)
    #expect(again.code == 0)
    #expect(again.errors == "this run is done already; --force trains it again\n")
    #expect(again.output == first.output)
    #expect(try Data(contentsOf: file) == bytes)
    let other = try await Capi.run(command + ["seed=9", "-o", String(path)], in: folder)
    #expect(other.code == 1)
    #expect(
      other.errors
        == "error: \(path) holds a run of another experiment (seed: 0 there, 9 here); choose another "
        + "folder with -o, or pass --force to replace it\n")
    let forced = try await Capi.run(
      command + ["seed=9", "-o", String(path), "--force"], in: folder)
    #expect(forced.code == 0)
    let record = try RunStore.read(RunFolder(folder.url(String(path))))
    #expect(record.configuration.flat["seed"] == "9")
  }

  @Test func `keeps a record that it cannot read`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write("no HDF5", to: "out/run.h5")
    let result = try await Capi.run(["run", "experiment.yaml", "-o", "out"], in: folder)
    #expect(result.code == 1)
    #expect(result.errors.hasPrefix("error: out/run.h5: "))
    #expect(
      result.errors.hasSuffix("; choose another folder with -o, or pass --force to replace it\n"))
    #expect(try Data(contentsOf: URL(filePath: folder.url("out/run.h5"))) == Data("no HDF5".utf8))
  }

  @Test func `force replaces a run whose record is missing`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write("what is left", to: "out/journal.3")
    try folder.write("damaged", to: "out/checkpoints/step-3.h5.refused")
    let command = ["run", "experiment.yaml", "probes=[]", "-o", "out"]
    let refused = try await Capi.run(command, in: folder)
    #expect(refused.code == 1)
    #expect(refused.errors.hasPrefix("error: out/run.h5: is not there, but journal.3"))
    #expect(refused.errors.hasSuffix("or pass --force to replace it\n"))
    #expect(folder.exists("out/journal.3"))
    let forced = try await Capi.run(command + ["--force"], in: folder)
    #expect(forced.code == 0, "\(forced.errors)")
    #expect(try RunStore.read(RunFolder(folder.url("out"))).header.state == .done)
    #expect(!folder.exists("out/journal.3"))
    #expect(!folder.exists("out/checkpoints/step-3.h5.refused"))
  }

  @Test func `force removes nothing for a run that cannot begin`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write("an earlier run", to: "out/run.h5")
    let result = try await Capi.run(
      [
        "run", "experiment.yaml", "dataset={name: image-folder, root: nowhere}", "probes=[]", "-o",
        "out", "--force",
      ], in: folder)
    #expect(result.code == 1)
    #expect(result.errors.hasSuffix("/nowhere: there is no such folder\n"))
    #expect(
      try Data(contentsOf: URL(filePath: folder.url("out/run.h5"))) == Data("an earlier run".utf8))
  }

  @Test func `says where missing data is named, and leaves no folder`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write(
      "extends: experiment.yaml\ndataset:\n  name: image-folder\n  root: nowhere\nprobes: []\n",
      to: "other.yaml")
    let result = try await Capi.run(["run", "other.yaml", "-o", "out"], in: folder)
    #expect(result.code == 1)
    #expect(
      result.errors.hasSuffix(
        "error: other.yaml:4:9: dataset.root: \(folder.url("nowhere")): there is no such folder\n"))
    #expect(!FileManager.default.fileExists(atPath: folder.url("out")))
  }

  @Test func `sends sweeps to the command that runs them`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(["run", "sweep.yaml"], in: folder)
    #expect(result.code == 2)
    #expect(
      result.errors
        == "error: sweep.yaml is a sweep, not an experiment; run it with 'capi sweep run "
        + "sweep.yaml'\n")
    #expect(!folder.exists("runs"))
  }

  @Test func `a folder that cannot be made is named with the system's reason`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write("a file", to: "out")
    let result = try await Capi.run(["run", "experiment.yaml", "-o", "out/run"], in: folder)
    #expect(result.code == 1)
    #expect(result.errors.hasSuffix("error: out: the folder cannot be made: Not a directory\n"))
  }

  @Test func `a worker speaks in events`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      [
        "run", "--worker", "--sweep-id", "abc", "--threads", "1", "--output", "out", "--",
        "experiment.yaml",
      ], in: folder)
    #expect(result.code == 0)
    // Other lines, warnings for instance, go to the log of the trial.
    let lines = result.output.split(separator: "\n").filter { $0.hasPrefix("{") }
    let events = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let steps = events.filter { $0["event"] as? String == "step" }
    #expect(steps.compactMap { $0["step"] as? Int } == [1, 2, 3, 4])
    #expect(steps.allSatisfy { $0["loss"] is Double && $0["steps"] as? Int == 4 })
    #expect(events.contains { ($0["text"] as? String)?.contains("probing") == true })
    #expect(try RunStore.read(RunFolder(folder.url("out"))).header.sweepID == "abc")
  }

  @Test func `a run that cannot begin says why, also to its sweep`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      ["run", "--worker", "--output", "out", "--", "experiment.yaml", "engine.device=cuda"],
      in: folder, environment: ["CUDA_VISIBLE_DEVICES": ""])
    #expect(result.code == 1)
    #expect(result.errors.hasPrefix("error: engine.device is cuda, but libtorch "))
    #expect(result.output.contains(#"{"event":"failed","reason":"engine.device is cuda, but"#))
  }
}
