import Reports
import Testing

@Suite struct ReportErrorTests {
  struct Case: Sendable {
    let error: ReportError
    let text: String

    init(_ error: ReportError, _ text: String) {
      self.error = error
      self.text = text
    }
  }

  static let cases: [Case] = [
    Case(
      .notASweep(folder: "runs/x"),
      "runs/x: no sweep.json here. Name the folder that `capi sweep run` wrote with -o."
    ),
    Case(
      .notASweep(folder: "runs/x/runs/7", runOf: "runs/x"),
      "runs/x/runs/7 is one run of the sweep runs/x. Name that folder."
    ),
    Case(
      .unknownAxis(name: "los", known: ["loss", "masking.roll"]),
      "the sweep has no axis 'los'. Did you mean 'loss'? Known axes: loss, masking.roll."
    ),
    Case(
      .unknownAxis(name: "width", known: ["loss"]),
      "the sweep has no axis 'width'. Known axes: loss."
    ),
    Case(
      .noAxes(asked: "loss"),
      "the sweep varies nothing but the seed, so there is no axis 'loss'. "
        + "Leave --by out to see the base beside its baselines."
    ),
    Case(
      .unknownMetric(name: "train.los", known: ["train.loss", "knn.teacher.top1"]),
      "no finished trial has 'train.los'. Did you mean 'train.loss'? "
        + "Known metrics: train.loss, knn.teacher.top1."
    ),
    Case(
      .nothingFinished(trials: 6),
      "none of the 6 trials of this comparison has finished. "
        + "Run `capi sweep run` again to do what is missing."
    ),
    Case(
      .duplicateTrials(first: "a", second: "b", setting: "base", seed: 1),
      "trials a and b have the same setting (base) and seed (1); "
        + "their mean would count one of them twice. Remove one from the sweep."
    ),
    Case(
      .destinationOccupied(folder: "x"),
      "x: this folder is not empty and not an earlier export, so nothing was written. "
        + "Choose another folder, or pass --force to write the export's files into it."
    ),
    Case(
      .pythonNotFound(tried: ["/a", "/b"]),
      "no Python found to run the notebook (looked at /a, /b). "
        + "Run scripts/bootstrap, or name an interpreter in CAPI_PYTHON."
    ),
    Case(
      .pythonModulesMissing(python: "/p", modules: ["h5py", "nbclient"]),
      "/p cannot run the notebook: it lacks h5py, nbclient. "
        + "Install with: /p -m pip install h5py nbclient"
    ),
  ]

  @Test(arguments: cases) func texts(_ item: Case) {
    #expect(item.error.description == item.text)
  }

  @Test(arguments: [
    ("los", "loss"), ("LOSS", "loss"), ("masking", "masking.roll"), ("roll", "masking.roll"),
    ("lsos", "loss"),
  ])
  func nearestName(name: String, expected: String) {
    #expect(NearestName.of(name, among: ["loss", "masking.roll", "target"]) == expected)
  }

  @Test func farNamesAreNotSuggested() {
    #expect(NearestName.of("xyzzy", among: ["loss", "target"]) == nil)
    #expect(NearestName.of("x", among: []) == nil)
    let metrics = ["train.loss", "knn-segmentation.teacher.mIoU"]
    #expect(NearestName.of("miou", among: metrics) == metrics[1])
    #expect(NearestName.of("knn.teacher.mIoU", among: metrics) == metrics[1])
    #expect(NearestName.of("teacher.knn.mIoU", among: metrics) == nil)
  }
}
