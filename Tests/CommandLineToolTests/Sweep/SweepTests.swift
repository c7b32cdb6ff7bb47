import Foundation
import Store
import Testing

/// Two trials from plan to comparison, by workers that are this program.
@Suite struct SweepTests {
  @Test func `plans without writing anything`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(["sweep", "plan", "sweep.yaml"], in: folder)
    #expect(result.code == 0)
    #expect(result.output.contains("base"))
    #expect(result.output.contains("loss=direct"))
    #expect(result.output.contains("\n2 trials, 1 seed, 8 training steps in all\n"))
    #expect(result.output.contains("\nhere: about "))
    #expect(!folder.exists("runs"))
    let json = try await Capi.run(["sweep", "plan", "sweep.yaml", "--json"], in: folder)
    let plan = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(
      (plan["trials"] as? [[String: Any]])?.map { $0["label"] as? String } == [
        "base", "loss=direct",
      ])
  }

  @Test func `starts nothing where the disk has too little room`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      [
        "sweep", "run", "sweep.yaml", "-o", "out", "model.width=8192", "model.depth=128",
        "model.heads=64", "output.checkpoint_keep=10000",
      ], in: folder)
    #expect(result.code == 1)
    let sentence =
      /error: out: the trials need about \d+ PiB of disk and only [\d.]+ [MGT]iB are free, so nothing was started; make room, or keep fewer checkpoints \(output\.checkpoint_keep, output\.checkpoint=false\)\n/
    #expect(result.errors.wholeMatch(of: sentence) != nil, "\(result.errors)")
    let plan = try SweepStore.readSpecification(SweepFolder(folder.url("out")))
    for trial in plan.trials {
      #expect(!SweepFolder(folder.url("out")).run(trial.id).hasRecord)
    }
  }

  @Test func `one worker and two give the same numbers; what is done is kept`() async throws {
    let folder = try TinyFiles.folder()
    for workers in ["1", "2"] {
      let result = try await Capi.run(
        ["sweep", "run", "sweep.yaml", "-o", "by\(workers)", "--workers", workers], in: folder)
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.output == "2 trials: 2 done\nresults: by\(workers)\n")
    }
    let plan = try SweepStore.readSpecification(SweepFolder(folder.url("by1")))
    #expect(plan.trials.count == 2)
    for trial in plan.trials {
      let one = try RunStore.read(SweepFolder(folder.url("by1")).run(trial.id))
      let two = try RunStore.read(SweepFolder(folder.url("by2")).run(trial.id))
      #expect(one.header.state == .done)
      #expect(one.header.sweepID == plan.sweepID)
      #expect(one.repeatable == two.repeatable)
      #expect(one.probes == two.probes)
      #expect(one.repeatable.first?.columns.isEmpty == false)
    }
    let again = try await Capi.run(["sweep", "run", "sweep.yaml", "-o", "by1"], in: folder)
    #expect(again.code == 0)
    #expect(again.output == "2 trials: 2 done (2 done before)\nresults: by1\n")

    // What trials share is what each would have found by itself.
    #expect(folder.exists("by1/baselines"))
    for (trial, change) in zip(plan.trials, [[], ["loss=direct"]]) {
      let out = "alone-\(trial.number)"
      let alone = try await Capi.run(
        ["run", "experiment.yaml", "-o", out] + change, in: folder)
      #expect(alone.code == 0, "\(alone.errors)")
      let record = try RunStore.read(SweepFolder(folder.url("by1")).run(trial.id))
      #expect(try RunStore.read(RunFolder(folder.url(out))).probes == record.probes)
    }

    let mixed = try await Capi.run(["run", "experiment.yaml", "-o", "by1"], in: folder)
    #expect(mixed.code == 1)
    #expect(mixed.errors == "error: by1 holds a sweep; choose another folder with -o\n")
    let single = try await Capi.run(["sweep", "run", "sweep.yaml", "-o", "alone-0"], in: folder)
    #expect(single.code == 1)
    #expect(
      single.errors
        == "error: alone-0 holds a run of one experiment; choose another folder with -o\n")

    let work = try await Capi.run(["sweep", "work", "by1"], in: folder)
    #expect(work.code == 0, "\(work.errors)")
    #expect(work.output == "2 trials: 2 done (2 done before)\nresults: by1\n")
    let reused = try await Capi.run(
      ["sweep", "run", "sweep.yaml", "-o", "by3", "--reuse", "by1"], in: folder)
    #expect(reused.output == "2 trials: 2 done (2 done before)\nresults: by3\n")
    #expect(reused.errors == "reused 2 from by1\n")

    let watched = try await Capi.run(["sweep", "status", "by1", "--watch"], in: folder)
    #expect(watched.output == "2 trials: 2 done\n2 trials: 2 done\n")
    let status = try await Capi.run(["sweep", "status", "by1"], in: folder)
    #expect(status.code == 0)
    #expect(status.output.hasSuffix("2 trials: 2 done\n"))

    let compared = try await Capi.run(["compare", "by1", "--format", "csv"], in: folder)
    #expect(compared.code == 0, "\(compared.errors)")
    #expect(compared.output.contains("raw-pixels"))
    let unknown = try await Capi.run(["compare", "by1", "--by", "los"], in: folder)
    #expect(unknown.code == 1)
    #expect(
      unknown.errors
        == "error: the sweep has no axis 'los'. Did you mean 'loss'? Known axes: loss.\n")

    let exported = try await Capi.run(["export", "by1", "--to", "exports/tiny"], in: folder)
    #expect(exported.code == 0, "\(exported.errors)")
    #expect(folder.exists("exports/tiny/merged.h5"))
    #expect(folder.exists("exports/tiny/tiny.ipynb"))

    let drawn = try await Capi.run(
      [
        "compare", "by1", "by2", "--format", "latex", "--to", "t/table.tex", "--plot", "t/plot.svg",
      ],
      in: folder)
    #expect(drawn.code == 0 && drawn.output.isEmpty, "\(drawn.errors)")
    let table = try String(contentsOfFile: folder.url("t/table.tex"), encoding: .utf8)
    #expect(table.contains(#"\begin{tabular}"#))
    let plot = try String(contentsOfFile: folder.url("t/plot.svg"), encoding: .utf8)
    #expect(plot.contains("<svg xmlns="))
    let report = try await Capi.run(["report", "by1", "--to", "report.html"], in: folder)
    #expect(report.output.hasPrefix("report.html: 2 of 2 trials, "), "\(report.errors)")

    let same = plan.trials.map { "by1/runs/\($0.id)" }
    let other = try await Capi.run(["diff", same[0], "by2/runs/\(plan.trials[0].id)"], in: folder)
    #expect(other.code == 0 && !other.output.contains("loss.name"), "\(other.errors)")
    #expect(other.output.contains(" rows are equal."))
    let parted = try await Capi.run(["diff"] + same, in: folder)
    #expect(parted.output.contains("loss.name"), "\(parted.errors)")
    #expect(parted.output.contains("train parts at step "))
  }

  @Test func `another plan is refused; a failed trial fails the sweep`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write("base: experiment.yaml\nablate:\n  loss: [direct]\n", to: "sweep.yaml")
    let run = try await Capi.run(
      ["sweep", "run", "sweep.yaml", "engine.device=cuda", "-o", "out", "--json"], in: folder,
      environment: ["CUDA_VISIBLE_DEVICES": ""])
    #expect(run.code == 1)
    let outcome = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let trials = try #require(outcome["trials"] as? [[String: Any]])
    #expect(trials.map { $0["state"] as? String } == ["failed", "failed"])
    for trial in trials {
      #expect(
        (trial["reason"] as? String)?.hasPrefix("engine.device is cuda, but libtorch ") == true)
    }
    let other = try await Capi.run(
      ["sweep", "run", "sweep.yaml", "training.steps=2", "-o", "out"], in: folder)
    #expect(other.code == 1)
    #expect(other.errors.hasPrefix("error: out holds the results of another plan: "))
  }
}
