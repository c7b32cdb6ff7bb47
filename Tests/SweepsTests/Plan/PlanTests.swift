import Store
import Sweeps
import Testing
import YAML

@Suite struct PlanTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  let text = """
    question: q
    experiment: {training: {steps: 20}}
    ablate:
      loss:
        - {label: direct, set: {loss.name: direct, loss.distance: mse}}
        - {label: ours, set: {loss.name: capi}}
      masking.roll: [false, true]
      training.batch: [8]
    seeds: [0, 1]
    """

  @Test func expandsOneAtATimeAndFoldsWhatIsEqual() throws {
    let plan = try FakeExperiments.plan(text, in: folder)
    #expect(plan.axes == ["loss", "masking.roll", "training.batch"])
    #expect(
      plan.trials.map(\.title) == [
        "base, seed 0", "base, seed 1", "loss=direct, seed 0", "loss=direct, seed 1",
        "masking.roll=false, seed 0", "masking.roll=false, seed 1", "training.batch=8, seed 0",
        "training.batch=8, seed 1",
      ])
    #expect(plan.trials.map(\.number) == Array(0..<8))
    #expect(
      plan.trials.map(\.axisValues).enumerated().filter { $0.offset % 2 == 0 }.map(\.element) == [
        ["\"ours\"", "true", "4"], ["\"direct\"", "true", "4"], ["\"ours\"", "false", "4"],
        ["\"ours\"", "true", "8"],
      ])
    #expect(
      plan.folded == [
        .init(label: "loss=ours", sameAs: "base"),
        .init(label: "masking.roll=true", sameAs: "base"),
      ])
    #expect(
      plan.trials[2].overrides
        == [TextEntry("loss.name", "\"direct\""), TextEntry("loss.distance", "\"mse\"")])
    #expect(plan.trials[1].alsoNamed == ["loss=ours", "masking.roll=true"])
  }

  /// `loss: capi` has the component's own defaults, which the base has not.
  @Test func aComponentByItsNameIsAnotherSettingWhereTheBaseHasOtherParameters() throws {
    let text = """
      experiment: {loss: {name: capi, distance: mse}}
      ablate: {loss: [capi, direct]}
      seeds: [0]
      """
    let plan = try FakeExperiments.plan(text, in: folder)
    #expect(plan.trials.map(\.label) == ["base", "loss=capi", "loss=direct"])
    #expect(plan.trials.map(\.axisValues) == [["\"base\""], ["\"capi\""], ["\"direct\""]])
    #expect(plan.axisRecords[0].values.map(\.label) == ["base", "capi", "direct"])
    #expect(plan.axisRecords[0].values.map(\.isBase) == [true, false, false])
    // Where the parameters are the defaults, the name is the base.
    let equal = try FakeExperiments.plan(
      text.replacing("{name: capi, distance: mse}", with: "{name: capi}"), in: folder)
    #expect(equal.trials.map(\.label) == ["base", "loss=direct"])
    #expect(equal.trials[0].axisValues == ["\"capi\""])
  }

  @Test func tableSaysEverything() throws {
    let plan = try FakeExperiments.plan(text, overrides: ["seeds=[0]"], in: folder)
    let ids = plan.trials.map { String($0.id.prefix(12)) }
    #expect(
      plan.table == """
        no.  trial               seed  steps  id
          0  base                   0     20  \(ids[0])
          1  loss=direct            0     20  \(ids[1])
          2  masking.roll=false     0     20  \(ids[2])
          3  training.batch=8       0     20  \(ids[3])

        loss=ours is the same as base, and is run once
        masking.roll=true is the same as base, and is run once

        4 trials, 1 seed, 80 training steps in all
        """)
  }

  @Test func identityComesFromWhatATrialDoes() throws {
    let first = try FakeExperiments.plan(text, in: folder)
    #expect(try FakeExperiments.plan(text, in: folder) == first)
    // Comments, wording, labels of other axes and non-semantic keys change no identity.
    let reworded = try FakeExperiments.plan(
      "# note\n" + text.replacing("question: q", with: "question: other"),
      overrides: ["engine.threads=2"], in: folder)
    #expect(reworded.trials.map(\.id) == first.trials.map(\.id))
    #expect(reworded.sweepID == first.sweepID)
    let longer = try FakeExperiments.plan(text, overrides: ["training.steps=21"], in: folder)
    #expect(Set(longer.trials.map(\.id)).isDisjoint(with: first.trials.map(\.id)))
    #expect(longer.sweepID != first.sweepID)
    // Pinned: a change of this text makes every folder of earlier sweeps another plan's.
    #expect(first.trials[0].id.count == 32)
    #expect(Set(first.trials.map(\.id)).count == 8)
  }

  @Test func aTrialOfTheSameKindInAnotherSweepHasTheSameIdentity() throws {
    let sweep = try FakeExperiments.plan(text, in: folder)
    let alone = try FakeExperiments.plan(
      "experiment: {training: {steps: 20}, masking: {roll: false}, seed: 1}", in: folder)
    #expect(alone.trials.map(\.id) == [sweep.trials[5].id])
  }

  @Test func withoutSeedsTheExperimentsOwnIsUsed() throws {
    let plan = try FakeExperiments.plan("experiment: {seed: 5}", in: folder)
    #expect(plan.trials.map(\.title) == ["base, seed 5"])
  }

  @Test func anotherComponentStartsFromItsOwnDefaults() throws {
    let plan = try FakeExperiments.plan(
      """
      experiment: {loss: {name: capi, distance: mse}}
      ablate: {loss: [{label: d, set: {loss.name: direct}}]}
      """, in: folder)
    #expect(plan.trials[1].yaml == "loss:\n  name: \"direct\"\n")
  }

  @Test func workersReadTheWholeExperiment() throws {
    let plan = try FakeExperiments.plan(text, in: folder)
    for trial in plan.trials {
      let tree = try Document.parse(trial.yaml, file: "experiment.yaml")
      #expect(try FakeExperiments.resolve(tree) == trial.configuration)
    }
  }

  @Test func specificationHoldsThePlan() throws {
    let plan = try FakeExperiments.plan(text, in: folder)
    let kept = plan.specification(createdUTC: "2026-01-31T12:00:00Z", creatorVersion: "1")
    #expect(kept.name == "sweep")
    #expect(kept.yaml == text)
    #expect(kept.trials.map(\.id) == plan.trials.map(\.id))
    #expect(kept.trials.map(\.seed) == [0, 1, 0, 1, 0, 1, 0, 1])
    #expect(kept.trials[0].configurationSHA256 == plan.trials[0].configuration.sha256)
    #expect(kept.baseConfiguration == plan.trials[0].configuration.json)
  }
}
