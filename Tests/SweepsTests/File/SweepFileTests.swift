import Sweeps
import Testing
import YAML

@Suite struct SweepFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func readsEveryPart() throws {
    try folder.write("training: {steps: 20}\n", to: "experiments/base.yaml")
    let path = try folder.write(
      """
      # comment
      question: Which loss?
      base: ../experiments/base.yaml
      overrides: {training.batch: 8}
      ablate:
        loss:
          - {label: direct, set: {loss.name: direct, loss: {distance: mse}}}
          - set: {loss.distance: mse}
        masking.roll: [false]
      seeds: [3, 4]
      """, to: "sweeps/demo.yaml")
    let sweep = try SweepFileReader.read(path, overrides: ["training.steps=30"])
    #expect(sweep.name == "demo")
    #expect(sweep.question == "Which loss?")
    #expect(sweep.text.hasPrefix("# comment\nquestion"))
    #expect(NodeText.yaml(sweep.base) == "training:\n  steps: 30\n  batch: 8\n")
    #expect(sweep.axes.map(\.name) == ["loss", "masking.roll"])
    #expect(sweep.axes.map(\.isKey) == [false, true])
    #expect(sweep.axes[0].values.map(\.label) == ["direct", "loss.distance=mse"])
    #expect(sweep.axes[0].values.map(\.json) == ["\"direct\"", "\"loss.distance=mse\""])
    #expect(sweep.axes[1].values.map(\.json) == ["false"])
    #expect(sweep.seeds.map { NodeText.json($0.value) } == ["3", "4"])
  }

  @Test func seedsOfTheCommandLineReplaceThoseOfTheFile() throws {
    let path = try folder.write("experiment: {}\nseeds: [0, 1]\n", to: "s.yaml")
    let sweep = try SweepFileReader.read(path, overrides: ["seeds=[7]"])
    #expect(sweep.seeds.map { NodeText.json($0.value) } == ["7"])
  }

  @Test func anInlineExperimentMayExtendAFile() throws {
    try folder.write("training: {steps: 20, batch: 2}\n", to: "base.yaml")
    let path = try folder.write(
      "experiment:\n  extends: base.yaml\n  training: {steps: 5}\n", to: "s.yaml")
    let base = try SweepFileReader.read(path).base
    #expect(NodeText.yaml(base) == "training:\n  steps: 5\n  batch: 2\n")
  }

  /// File, overrides, and the exact text of all that is wrong.
  static let broken: [(String, [String], String)] = [
    (
      "{}", [],
      """
      sweep.yaml:1:1: no base experiment: name a file with 'base: ../experiments/NAME.yaml', \
      or write one below 'experiment:'
      """
    ),
    (
      "bse: a.yaml\nexperiment: {}", [],
      """
      sweep.yaml:1:1: bse: unknown key 'bse'; did you mean 'base'? known: question, base, \
      experiment, overrides, variables, include, ablate, grid, zip, list, exclude, reference, seeds
      """
    ),
    (
      "base: [a]", [],
      """
      sweep.yaml:1:7: base: expected the path of an experiment file, found a list
      """
    ),
    (
      "base: a.yaml", [],
      """
      sweep.yaml:1:7: there is no file 'a.yaml'
      """
    ),
    (
      "base: a.yaml\nexperiment: {}", [],
      """
      sweep.yaml:2:13: experiment: stands beside 'base'; a sweep has one base experiment, a file \
      or a mapping
      """
    ),
    (
      "experiment: 3", [],
      """
      sweep.yaml:1:13: experiment: expected the keys of an experiment, found 3
      """
    ),
    (
      "experiment: {}\nquestion: [a]", [],
      """
      sweep.yaml:2:11: question: expected a text, found a list
      """
    ),
    (
      "experiment: {}\noverrides: [a]", [],
      """
      sweep.yaml:2:12: overrides: expected a mapping from keys to values, found a list
      """
    ),
    (
      "experiment: {}\noverrides: {a..b: 1}", [],
      """
      sweep.yaml:2:13: overrides: 'a..b' is no key path; write names with single dots between them
      """
    ),
    (
      "experiment: {}\nseeds: 3", [],
      """
      sweep.yaml:2:8: seeds: expected a list of seeds such as [0, 1], found 3
      """
    ),
    (
      "experiment: {}\nseeds: []", [],
      """
      sweep.yaml:2:8: seeds: expected a list of seeds such as [0, 1], found an empty list
      """
    ),
    (
      "experiment: {}\nseeds: [0, -1, a, 0]", [],
      """
      sweep.yaml:2:12: seeds.1: expected a whole number from 0, found -1
      sweep.yaml:2:16: seeds.2: expected a whole number from 0, found the text 'a'
      sweep.yaml:2:19: seeds.3: the seed 0 stands twice
      """
    ),
    (
      "experiment: {}\nseeds: [0]\noverrides: {seed: 3}", [],
      """
      sweep.yaml:3:19: overrides.seed: has no effect, since 'seeds' says which seeds are run
      """
    ),
    (
      "experiment: {}\nseeds: [0]", ["seed=3"],
      """
      command line 'seed=3': seed: has no effect, since 'seeds' of the sweep says which seeds are \
      run; write 'seeds=[3]'
      """
    ),
    (
      "experiment: {}\nablate: [a]", [],
      """
      sweep.yaml:2:9: ablate: expected a mapping from axes to lists of values, found a list
      """
    ),
    (
      "experiment: {}\nablate: {masking.roll: false}", [],
      """
      sweep.yaml:2:24: ablate.masking.roll: expected a list of values, found false
      """
    ),
    (
      "experiment: {}\nablate: {seed: [1, 2]}", [],
      """
      sweep.yaml:2:10: ablate.seed: seeds are no axis; write them as 'seeds: [0, 1]'
      """
    ),
    (
      "experiment: {}\nablate: {loss: [{set: {loss.name: a}}, b]}", [],
      """
      sweep.yaml:2:40: ablate.loss: the values of one axis are either all of the form \
      {label: …, set: {…}} or all plain
      """
    ),
    (
      "experiment: {}\nablate: {loss: [{label: a}]}", [],
      """
      sweep.yaml:2:17: ablate.loss.0: 'set' is missing: the keys that this value changes
      """
    ),
    (
      "experiment: {}\nablate: {loss: [{label: a, set: {}}]}", [],
      """
      sweep.yaml:2:33: ablate.loss.0.set: sets nothing; the base is part of every sweep and needs \
      no value of its own
      """
    ),
    (
      "experiment: {}\nablate: {loss: [{lable: a, set: {loss.name: b}}]}", [],
      """
      sweep.yaml:2:18: ablate.loss.0.lable: unknown key 'lable'; did you mean 'label'? known: \
      label, set, reference, needs
      """
    ),
    (
      "experiment: {}\nablate: {masking.roll: [false, false]}", [],
      """
      sweep.yaml:2:32: ablate.masking.roll.1: 'false' stands twice on this axis; give each value \
      its own label
      """
    ),
    (
      "experiment: {}\nablate: {loss.nme: [direct], training.steps: [0, 5, -1]}\nseeds: [0, 1]", [],
      """
      sweep.yaml:2:21: loss.nme: unknown key; did you mean 'loss.name'? known: seed, \
      training.steps, training.batch, loss.name, loss.distance, masking.roll, engine.threads \
      (in the trials loss.nme=direct)
      sweep.yaml:2:47: training.steps: must be a whole number from 1 (in the trials \
      training.steps=0)
      sweep.yaml:2:53: training.steps: must be a whole number from 1 (in the trials \
      training.steps=-1)
      """
    ),
    (
      "experiment: {training: {steps: 0}}\nablate: {masking.roll: [false]}\nseeds: [0, 1]", [],
      """
      sweep.yaml:1:32: training.steps: must be a whole number from 1
      """
    ),
  ]

  @Test(arguments: broken) func namesEveryFault(
    _ text: String, _ overrides: [String], _ expected: String
  ) throws {
    let found = try FakeExperiments.faults(text, overrides: overrides, in: folder)
    #expect(found.replacing("file '\(folder.path)/", with: "file '") == expected)
  }
}
