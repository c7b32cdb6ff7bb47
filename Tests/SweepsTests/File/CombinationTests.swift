import Store
import Sweeps
import Testing
import YAML

/// Grids, zips, lists, exclusions, includes, variables and references.
@Suite struct CombinationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func titles(_ text: String, overrides: [String] = []) throws -> [String] {
    try FakeExperiments.plan(text, overrides: overrides, in: folder).trials.map(\.label)
  }

  @Test func aGridIsTheProductOfItsAxes() throws {
    let plan = try FakeExperiments.plan(
      """
      experiment: {}
      grid:
        training.batch: [4, 8]
        loss: [{label: d, set: {loss.name: direct}}, {label: m, set: {loss.distance: mse}}]
      """, in: folder)
    #expect(
      plan.trials.map(\.label) == [
        "base", "training.batch=4, loss=d", "training.batch=4, loss=m", "training.batch=8, loss=d",
        "training.batch=8, loss=m",
      ])
    #expect(
      plan.trials[4].axisValues == ["8", #""m""#])
    #expect(plan.trials[4].overrides.map(\.key) == ["training.batch", "loss.distance"])
    #expect(
      plan.axisRecords == [
        AxisRecord(
          name: "training.batch", kind: .grid, isKey: true,
          values: [
            .init(json: "4", label: "4", isBase: true), .init(json: "8", label: "8", isBase: false),
          ]),
        AxisRecord(
          name: "loss", kind: .grid, isKey: false,
          values: [
            .init(json: #""base""#, label: "base", isBase: true),
            .init(json: #""d""#, label: "d", isBase: false),
            .init(json: #""m""#, label: "m", isBase: false),
          ]),
      ])
  }

  @Test func zippedAxesGoTogetherAndAreOneFactorOfTheGrid() throws {
    #expect(
      try titles(
        """
        experiment: {}
        grid: {masking.roll: [false]}
        zip: {training.batch: [8, 16], training.steps: [50, 25]}
        """) == [
          "base", "masking.roll=false, training.batch=8, training.steps=50",
          "masking.roll=false, training.batch=16, training.steps=25",
        ])
    #expect(
      try titles(
        """
        experiment: {}
        zip:
          - {training.batch: [8, 16], training.steps: [50, 25]}
          - {masking.roll: [false], loss.name: [direct]}
        """
      ).count == 3)
  }

  @Test func aListNamesTrialsOneByOne() throws {
    let plan = try FakeExperiments.plan(
      """
      experiment: {}
      list:
        - {label: both, set: {masking.roll: false, loss.name: direct}}
        - {training.batch: 8}
      """, in: folder)
    #expect(plan.trials.map(\.label) == ["base", "list=both", "list=training.batch=8"])
    #expect(plan.axes == ["list"])
    #expect(plan.axisRecords[0].kind == .list)
  }

  @Test func exclusionsLeaveCombinationsOut() throws {
    #expect(
      try titles(
        """
        experiment: {}
        grid: {training.batch: [8, 16, 32], masking.roll: [false, true]}
        exclude: [{training.batch: [16, 32], masking.roll: false}, base]
        """) == [
          "training.batch=8, masking.roll=false", "training.batch=8, masking.roll=true",
          "training.batch=16, masking.roll=true", "training.batch=32, masking.roll=true",
        ])
  }

  @Test func theBaseReachedThroughManyAxesIsOneTrial() throws {
    let plan = try FakeExperiments.plan(
      """
      experiment: {}
      reference: {paper: {mIoU: 29.1}}
      ablate:
        masking.roll: [{value: true, label: rolled}, {value: false, reference: {paper: {mIoU: 27}}}]
        loss:
          - {label: clusters, set: {loss.name: capi}, reference: {paper: {mIoU: 29.1}}}
          - {label: direct, set: {loss.name: direct}, reference: {paper: {mIoU: 23.7}, other: {a: 1}}}
      grid: {masking.roll: [true, false], loss: [{label: clusters, set: {loss.name: capi}}]}
      seeds: [0, 1]
      """, in: folder)
    #expect(
      plan.trials.map(\.label) == [
        "base", "base", "masking.roll=false", "masking.roll=false", "loss=direct", "loss=direct",
      ])
    #expect(plan.trials[0].axisValues == ["true", #""clusters""#])
    #expect(plan.trials[2].axisValues == ["false", #""clusters""#])
    #expect(
      plan.folded.map { "\($0.label) = \($0.sameAs)" } == [
        "masking.roll=rolled = base", "loss=clusters = base",
        "masking.roll=true, loss=clusters = base",
        "masking.roll=false, loss=clusters = masking.roll=false",
      ])
    func score(_ source: String, _ metric: String, _ score: Double) -> ReferenceScore {
      ReferenceScore(source: source, metric: metric, score: score)
    }
    #expect(
      plan.trials[1].references == [
        TrialReference(axis: "", reference: score("paper", "mIoU", 29.1)),
        TrialReference(axis: "loss", reference: score("paper", "mIoU", 29.1)),
      ])
    #expect(
      plan.trials[4].references == [
        TrialReference(axis: "loss", reference: score("paper", "mIoU", 23.7)),
        TrialReference(axis: "loss", reference: score("other", "a", 1)),
      ])
    #expect(plan.axisRecords[0].values.map(\.label) == ["rolled", "false"])
    #expect(plan.specification(createdUTC: "", creatorVersion: "").trials[4].references.count == 2)
  }

  @Test func includedFilesBringTheirAxesFirst() throws {
    try folder.write(
      "include: deeper/more.yaml\nablate: {training.batch: ['${size}']}\n", to: "axes/losses.yaml")
    try folder.write(
      "ablate: {loss.name: [direct]}\nvariables: {size: 8}\n", to: "axes/deeper/more.yaml")
    #expect(
      try titles(
        "experiment: {}\ninclude: [axes/losses.yaml]\nablate: {masking.roll: [false]}",
        overrides: ["variables.size=16"])
        == ["base", "loss.name=direct", "training.batch=16", "masking.roll=false"])
  }

  @Test func valuesWhoseNeedsAreNotMetAreOff() throws {
    let text = """
      experiment: {}
      variables: {place: null}
      ablate:
        data:
          - {label: here, set: {loss.distance: "at ${place}"}}
          - {label: there, set: {masking.roll: false}, needs: [training.batch]}
          - {label: always, set: {training.batch: 2}, needs: [training.batch]}
      """
    let plan = try FakeExperiments.plan(text, in: folder)
    #expect(plan.trials.map(\.label) == ["base", "data=always"])
    #expect(
      plan.off == [
        .init(label: "data=here", missing: ["variables.place"]),
        .init(label: "data=there", missing: ["training.batch"]),
      ])
    #expect(plan.table.contains("\ndata=here is off; it needs variables.place=VALUE\n"))
    #expect(plan.axisRecords[0].values.map(\.label) == ["base", "always"])
    let whole = try FakeExperiments.plan(
      text, overrides: ["variables.place=home", "training.batch=3"], in: folder)
    #expect(whole.off.isEmpty)
    #expect(whole.trials[1].configuration.json.contains(#""at home""#))
  }

  /// Text, and everything that is wrong with it.
  static let broken: [(String, String)] = [
    (
      "grid: {a/b: [1]}",
      "sweep.yaml:2:8: grid.a/b: an axis has a name without '/' that is not 'list'"
    ),
    (
      "zip: {training.batch: [1, 2], training.steps: [1]}",
      "sweep.yaml:2:31: zip.training.steps: has 1 values and 'training.batch' has 2; axes that go "
        + "together need as many values each"
    ),
    (
      "zip: {training.batch: [1]}\ngrid: {training.batch: [2]}",
      "sweep.yaml:2:7: training.batch: the axis stands twice in the product of 'grid' and 'zip'; "
        + "give all its values in one place"
    ),
    (
      "list: 3",
      "sweep.yaml:2:7: list: expected a list of trials such as [{label: a, set: {…}}], found 3"
    ),
    (
      "list: [3]",
      "sweep.yaml:2:8: list.0: expected what the trial changes, as {label: …, set: {…}} or as keys "
        + "with values, found 3"
    ),
    (
      "list: [{loss.nme: a}]",
      "sweep.yaml:2:19: loss.nme: unknown key; did you mean 'loss.name'? known: seed, "
        + "training.steps, training.batch, loss.name, loss.distance, masking.roll, engine.threads "
        + "(in the trials list=loss.nme=a)"
    ),
    (
      "grid: {training.steps: [0], masking.roll: [true, false]}",
      "sweep.yaml:2:25: training.steps: must be a whole number from 1 (in the trials "
        + "training.steps=0, masking.roll=true and 1 more)"
    ),
    (
      "grid: {masking.roll: [true]}\nexclude: [{masking.rol: true}, {masking.roll: 3}, 5]",
      """
      sweep.yaml:3:12: exclude.0.masking.rol: there is no axis 'masking.rol'; did you mean \
      'masking.roll'? known: masking.roll
      sweep.yaml:3:47: exclude.1.masking.roll: '3' is no value of the axis; known: true
      sweep.yaml:3:51: exclude.2: expected axes with the values that are left out, or 'base', found 5
      """
    ),
    (
      "ablate: {masking.roll: [false], training.batch: [8]}\n"
        + "exclude: [{masking.roll: false, training.batch: 8}]",
      "sweep.yaml:3:11: exclude: excludes nothing: no trial has chosen all of these values"
    ),
    (
      "grid: {masking.roll: [{value: false, reference: {paper: {mIoU: 1}}}]}",
      "sweep.yaml:2:23: grid.masking.roll: a value in 'grid' belongs to many trials and has no "
        + "score of its own; write 'reference' in 'ablate' or 'list'"
    ),
    (
      "reference: {paper: 3, other: {mIoU: high}}",
      """
      sweep.yaml:2:20: reference.paper: expected the scores of the source 'paper', such as \
      {mIoU: 29.1}, found 3
      sweep.yaml:2:37: reference.other.mIoU: expected a number, found the text 'high'
      """
    ),
    (
      "overrides: {loss.name: '${lost}'}\nvariables: {last: null}",
      "sweep.yaml:2:24: overrides.loss.name: unknown variable 'lost'; did you mean 'last'? known: last"
    ),
    (
      "overrides: {loss.name: '${root}'}\nvariables: {root: null}",
      "sweep.yaml:2:12: overrides: the base needs the variable 'root', which is not given; add "
        + "variables.root=VALUE to the command"
    ),
    (
      "include: [sweep.yaml]",
      "sweep.yaml:2:11: include: the files include each other in a circle: sweep.yaml → sweep.yaml"
    ),
    (
      "include: none.yaml",
      "sweep.yaml:2:10: there is no file 'none.yaml'"
    ),
  ]

  @Test(arguments: broken) func namesEveryFault(_ text: String, _ expected: String) throws {
    let found = try FakeExperiments.faults("experiment: {}\n" + text, in: folder)
    #expect(found.replacing("\(folder.path)/", with: "") == expected)
  }

  @Test func aGridThatIsTooLargeIsRefused() throws {
    let values = (1...400).map(String.init).joined(separator: ", ")
    let found = try FakeExperiments.faults(
      "experiment: {}\ngrid: {training.batch: [\(values)], training.steps: [\(values)]}", in: folder
    )
    #expect(found == "sweep.yaml:2:7: grid: has 160000 points; a sweep has at most 100000")
  }
}
