import Store
import Testing

/// What is wrong with a record, in exact words.
@Suite struct RunRecordValidationTests {
  static let cases: [(change: @Sendable (inout RunRecord) -> Void, text: String)] = [
    (
      { $0.metrics[0].name = "a/b" },
      "a metric stream is called \"a/b\"; a name has one or more characters, no \"/\", and is "
        + "neither \".\" nor \"..\""
    ),
    ({ $0.metrics[1].name = "train" }, "the metric stream \"train\" is there twice"),
    (
      { $0.metrics[0].columns[0].name = "step" },
      "a metric of stream \"train\" is called \"step\", which every stream has already; give it "
        + "another name"
    ),
    (
      { $0.metrics[0].columns[0].values = [1] },
      "metric stream \"train\" has 3 rows and 1 values of \"loss\""
    ),
    ({ $0.metrics[0].epochs = [] }, "metric stream \"train\" has 3 rows and 0 epochs"),
    (
      { $0.probes[2].step = 10 },
      "the probe result \"knn-segmentation/teacher/10\" is there twice"
    ),
    (
      { $0.probes[0].subject = "" },
      "a probe subject is called \"\"; a name has one or more characters, no \"/\", and is "
        + "neither \".\" nor \"..\""
    ),
    (
      { $0.probes[0].confusion = [[1, 2], [3]] },
      "row 1 of the confusion matrix of probe \"knn-segmentation\" of \"teacher\" has 1 entries "
        + "where the first has 2"
    ),
    (
      { $0.probes[0].grid.columns[1].values = [] },
      "the grid of probe \"knn-segmentation\" of \"teacher\" has 2 rows and 0 values of "
        + "\"distance\""
    ),
    (
      { $0.labels[0].sampleIDs.removeLast() },
      "labels of split \"train\" has 2 rows and 1 sample ids"
    ),
    (
      { $0.configuration.flat.append(TextEntry("seed", "1")) },
      "the configuration key \"seed\" is there twice"
    ),
    (
      { $0.header.runID = String(repeating: "x", count: 4096) },
      "the run id has 4096 bytes; it may have at most 4095"
    ),
    (
      { $0.events[0].text = "a\0b" },
      "/events/text: the text holds a NUL character, which HDF5 text cannot; remove it"
    ),
  ]

  @Test(arguments: cases.indices) func words(index: Int) throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    var record = Sample.record
    Self.cases[index].change(&record)
    #expect(
      message { try RunStore.write(record, to: run) }
        == "\(run.recordPath): \(Self.cases[index].text)")
    #expect(try scratch.names(in: run.path) == ["checkpoints"])
  }
}
