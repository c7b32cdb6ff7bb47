import Foundation
import Store
import Testing

/// Probes for finished runs.
@Suite struct EvalTests {
  @Test func `adds a record and leaves the run's alone`() async throws {
    let folder = try TinyFiles.folder()
    let trained = try await Capi.run(["run", "experiment.yaml", "-o", "out"], in: folder)
    #expect(trained.code == 0, "\(trained.errors)")
    let before = try Data(contentsOf: URL(filePath: folder.url("out/run.h5")))

    let command = ["eval", "out", "probes=[representation-health]"]
    let result = try await Capi.run(command, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("neighbour_overlap [%]"))
    let path = try #require(result.output.firstMatch(of: /done: (.*)\/run\.h5/)).1
    #expect(path.wholeMatch(of: /out\/evaluations\/[0-9a-f]{16}/) != nil)
    #expect(try Data(contentsOf: URL(filePath: folder.url("out/run.h5"))) == before)

    let run = try RunStore.read(RunFolder(folder.url("out")))
    let record = try RunStore.read(RunFolder(folder.url(String(path))))
    #expect(record.header.lastStep == 3)
    #expect(record.provenance.entries.contains(TextEntry("evaluation_of", run.header.runID)))
    #expect(Set(record.probes.map(\.name)) == ["representation-health"])
    #expect(
      Set(record.probes.map(\.subject)) == ["raw-pixels", "untrained", "student", "teacher"])

    // The same question has the same answer, without asking again.
    let again = try await Capi.run(command, in: folder)
    #expect(again.output == result.output)
    #expect(try RunStore.read(RunFolder(folder.url(String(path)))) == record)
  }

  @Test func `the run's own probes give the run's own scores`() async throws {
    let folder = try TinyFiles.folder()
    _ = try await Capi.run(["run", "experiment.yaml", "-o", "out"], in: folder)
    let result = try await Capi.run(["eval", "out", "--progress", "none"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let path = try #require(result.output.firstMatch(of: /done: (.*)\/run\.h5/)).1
    let run = try RunStore.read(RunFolder(folder.url("out")))
    let record = try RunStore.read(RunFolder(folder.url(String(path))))
    #expect(record.probes.map(\.scores) == run.probes.map(\.scores))
  }

  @Test func `several runs at a time are told in order, and one failure stays alone`() async throws
  {
    let folder = try TinyFiles.folder()
    for name in ["one", "two"] {
      let run = try await Capi.run(
        ["run", "experiment.yaml", "seed=\(name == "one" ? 1 : 2)", "-o", name], in: folder)
      #expect(run.code == 0, "\(run.errors)")
    }
    let question = ["probes=[representation-health]", "--json"]
    let both = try await Capi.run(
      ["eval", "two", "gone", "one", "--workers", "2"] + question, in: folder)
    #expect(both.code == 1)
    #expect(
      both.errors
        == "error: gone holds no run (there is no run.h5); name the folder of a run, or its run.h5\n"
    )
    // What is there is shown again: the same records, in the order of the command line.
    let second = try await Capi.run(["eval", "two"] + question, in: folder)
    let first = try await Capi.run(["eval", "one"] + question, in: folder)
    #expect(both.output == second.output + first.output)
    #expect(first.output != second.output)
  }

  @Test func `what was asked of a sweep's trials is compared and exported`() async throws {
    let folder = try TinyFiles.folder()
    let swept = try await Capi.run(["sweep", "run", "sweep.yaml", "-o", "out"], in: folder)
    #expect(swept.code == 0, "\(swept.errors)")
    let trials = try SweepStore.readSpecification(SweepFolder(folder.url("out"))).trials
    let probe = "{name: knn-segmentation, k: [2], train_images: 12, test_images: 4}"
    let asked = try await Capi.run(
      ["eval"] + trials.map { "out/runs/\($0.id)" } + ["probes=[\(probe)]"], in: folder)
    #expect(asked.code == 0, "\(asked.errors)")

    let plain = try await Capi.run(["compare", "out", "--health"], in: folder)
    #expect(plain.output.contains("): --evaluations adds its columns.\n"))
    // The axis is the loss.
    #expect(plain.output.contains("train.loss: settings with another loss or target have another"))
    let both = try await Capi.run(
      ["compare", "out", "--evaluations", "--by", "loss", "--format", "csv"], in: folder)
    let rows = both.output.split(separator: "\r\n")
    let own = rows.filter { $0.contains(",knn-segmentation.teacher.mIoU,") }
    let later = rows.filter { $0.contains(/,knn-segmentation@[0-9a-f]{8}\.teacher\.mIoU,/) }
    // The base, the value, two baselines.
    #expect(own.count == 4, "\(both.output) \(both.errors)")
    #expect(later.count == 4)
    let table = try await Capi.run(["compare", "out", "--evaluations"], in: folder)
    #expect(table.output.contains(/: asked by capi eval with .*k=\[2\]/))

    // The folder of a sweep in the place of a run's, and the other way round.
    let run = "out/runs/\(trials[0].id)"
    let shown = try await Capi.run(["show", "out"], in: folder)
    #expect(shown.errors == "error: out holds a sweep; name one of its runs, such as \(run)\n")
    for command in [["compare", run], ["sweep", "status", run + "/"]] {
      let refused = try await Capi.run(command, in: folder)
      #expect(refused.code == 1)
      #expect(refused.errors.contains(" is one run of the sweep "), "\(refused.errors)")
    }
    let plotted = try await Capi.run(["compare", "out", "--plot", "x.pdf"], in: folder)
    #expect(plotted.code == 1 && plotted.output.isEmpty, "\(plotted.output)")

    let exported = try await Capi.run(["export", "out", "--to", "made"], in: folder)
    #expect(exported.code == 0, "\(exported.errors)")
    let lines = try String(contentsOfFile: folder.url("made/evaluations.csv"), encoding: .utf8)
      .split(separator: "\r\n")
    #expect(lines.count == 1 + trials.count)
  }

  @Test func `refuses what the weights do not fit`() async throws {
    let folder = try TinyFiles.folder()
    _ = try await Capi.run(
      ["run", "experiment.yaml", "-o", "out", "output.checkpoint=false"], in: folder)
    let width = try await Capi.run(["eval", "out", "model.width=32"], in: folder)
    #expect(width.code == 1)
    #expect(
      width.errors
        == "error: model.width=32: the weights of a run belong to its configuration; only probes, "
        + "dataset, engine can be changed for an evaluation\n")
    let gone = try await Capi.run(["eval", "out"], in: folder)
    #expect(gone.code == 1)
    #expect(
      gone.errors
        == "error: out has no checkpoint; run the experiment with output.checkpoint=true\n")
  }
}
