import Foundation
import Reports
import Store
import Testing

@Suite(.enabled(if: TestPython.isExpected, "no Python with nbclient"), .serialized)
struct ExecutionTests {
  /// Kinds of outputs by cell, and the text of all of them.
  private func outputs(of file: URL) throws -> (images: Int, text: String) {
    struct Document: Decodable {
      struct Cell: Decodable {
        struct Output: Decodable {
          let data: [String: Text]?
          let text: Text?
        }
        let outputs: [Output]?
      }
      let cells: [Cell]
    }
    enum Text: Decodable {
      case text(String)
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let lines = try? container.decode([String].self) {
          self = .text(lines.joined())
        } else {
          self = .text((try? container.decode(String.self)) ?? "")
        }
      }
      var string: String { if case .text(let string) = self { string } else { "" } }
    }
    let document = try JSONDecoder().decode(Document.self, from: Data(contentsOf: file))
    let outputs = document.cells.flatMap { $0.outputs ?? [] }
    let texts = outputs.map { ($0.text?.string ?? "") + ($0.data?["text/plain"]?.string ?? "") }
    return (outputs.filter { $0.data?["image/png"] != nil }.count, texts.joined(separator: "\n"))
  }

  @Test func runsToHTMLWithItsFigures() throws {
    let folder = try TemporaryFolder()
    var sweep = FakeSweep()
    sweep.settings[1].unfinished = [2: (.failed, "the loss became NaN")]
    let destination = folder.url.appending(path: "losses")
    let summary = try Exporter(
      sweepFolder: folder.url, destination: destination, execute: true,
      python: TestPython.required()
    ).export(sweep.results)
    #expect(summary.files.suffix(2) == ["losses.html", "losses-losses.html"])
    let outputs = try outputs(of: destination.appending(path: "losses.ipynb"))
    // Two axes: curves of the stream and bars of each score, of which there are two.
    #expect(outputs.images == 2 + 4)
    #expect(outputs.text.contains("knn-segmentation, teacher, mIoU [%] by loss"))
    #expect(outputs.text.contains("With fewer than 3 seeds no test is possible"))
    #expect(
      outputs.text.contains(
        "trial 4 (loss=direct, seed 2): failed. the loss became NaN"))
    #expect(
      outputs.text.contains(
        "knn-segmentation.teacher.mIoU: the base differs from untrained by +6 points over 2 "
          + "seeds, more than these differences vary (sd 0.71)."))
    // The mean and deviation of the base, computed by pandas: 27 and the root of two.
    #expect(outputs.text.contains("27.00  1.414214  2"))
    let html = try folder.text("losses/losses.html")
    #expect(html.components(separatedBy: " src=\"data:image/png;base64,").count == 1 + 6)
  }

  @Test func runsOnASweepWithoutAxesBaselinesOrFinishedTrials() throws {
    var seedsOnly = FakeSweep()
    seedsOnly.axes = []
    seedsOnly.settings = [.init(label: "base", values: [], scores: [0: 1, 1: 2])]
    seedsOnly.rawPixels = nil
    seedsOnly.untrained = nil
    var unfinished = FakeSweep()
    for index in unfinished.settings.indices {
      unfinished.settings[index].scores = [:]
      unfinished.settings[index].unfinished = [0: (.planned, "")]
    }
    for (name, sweep) in [("seeds", seedsOnly), ("planned", unfinished)] {
      let folder = try TemporaryFolder()
      let summary = try Exporter(
        sweepFolder: folder.url, destination: folder.url.appending(path: name), execute: true,
        python: TestPython.required()
      ).export(sweep.results)
      #expect(summary.files.contains(name + ".html"))
      #expect(summary.files.contains(name + "-losses.html"))
    }
  }

  /// Four seeds: intervals, tests and effect sizes are all there to be computed again.
  @Test func theStatisticsAreThoseOfSciPy() throws {
    let folder = try TemporaryFolder()
    let destination = folder.url.appending(path: "losses")
    _ = try Exporter(
      sweepFolder: folder.url, destination: destination, execute: true,
      python: TestPython.required()
    ).export(RenderingTests.fourSeeds.results)
    let outputs = try outputs(of: destination.appending(path: "losses-losses.ipynb"))
    #expect(outputs.text.contains("statistics of 32 rows computed again: all equal."))
    // The curves of the loss along two axes, differences of the score and of the loss along each.
    #expect(outputs.images >= 4)
    // A statistic that is not right stops the notebook.
    let merged = destination.appending(path: "merged.h5").path
    _ = try TestPython.output(
      of: """
        import sys, h5py, numpy as np
        with h5py.File(sys.argv[1], "a") as f:
            values = f["comparison/p"][()]
            values[np.flatnonzero(np.isfinite(values))[0]] *= 1.001
            f["comparison/p"][...] = values
        """, arguments: [merged])
    #expect {
      try NotebookExecution(python: TestPython.required())(
        destination.appending(path: "losses-losses.ipynb"))
    } throws: { error in
      guard case ReportError.notebookFailed(_, let output) = error else { return false }
      return output.contains("loss, direct, knn-segmentation.teacher.mIoU: p")
    }
  }

  /// Combinations of several axes have rows, figures and recomputed statistics too.
  @Test func aGridsCombinationsAreInTheNotebooks() throws {
    let folder = try TemporaryFolder()
    var sweep = ComparisonTests.grid
    // A label with the separator in it, and axes whose order by name is not theirs in the plan.
    sweep.axes = ["z", "loss"]
    sweep.settings[1].label = "z=direct"
    sweep.settings[2].label = "loss=false"
    sweep.settings[3].label = "z=\"direct, huber\", loss=false"
    sweep.settings[3].values[0] = "\"direct, huber\""
    let destination = folder.url.appending(path: "grid")
    _ = try Exporter(
      sweepFolder: folder.url, destination: destination, execute: true,
      python: TestPython.required()
    ).export(sweep.results)
    let overview = try outputs(of: destination.appending(path: "grid.ipynb"))
    #expect(overview.text.contains("knn-segmentation, teacher, mIoU [%] by combination"))
    #expect(
      overview.text.contains("combination = z=direct, huber, loss=false differs from the base"))
    let statistics = try outputs(of: destination.appending(path: "grid-losses.ipynb"))
    #expect(statistics.text.contains("all equal."))
  }

  @Test func theFeaturesNotebookReadsAFileOfFeatures() throws {
    let folder = try TemporaryFolder()
    let features = folder.url.appending(path: "test.h5")
    let made = try TestPython.output(
      of: """
        import sys, h5py, numpy as np
        r = np.random.default_rng(0)
        label = np.arange(24) % 3
        with h5py.File(sys.argv[1], "w") as f:
            f["data"] = (r.normal(size=(24, 4, 5, 6)) + 8 * np.eye(3, 6)[label][:, None, None]).astype("f4")
            f["index"], f["label"] = np.arange(24), label
        print("made")
        """, arguments: [features.path])
    #expect(made == "made\n")
    let destination = folder.url.appending(path: "losses")
    let summary = try Exporter(
      sweepFolder: folder.url, destination: destination, execute: true,
      python: TestPython.required(), features: features
    ).export(FakeSweep().results)
    #expect(summary.files.contains("features.h5"))
    let outputs = try outputs(of: destination.appending(path: "losses-features.ipynb"))
    #expect(outputs.text.contains("24 images, 4 × 5 patches, 6 channels, float32"))
    #expect(outputs.text.contains("k = 5: 100.00 % right, chance 33.33 %"))
    #expect(outputs.images == 2)
  }

  /// Readers that trip over more than h5py does.
  @Test func theMergedFileOpensInXarrayAndNetCDF4() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "merged.h5")
    try MergedFile(MergedContents(results: FakeSweep().results)).write(to: file)
    let output = try TestPython.output(
      of: """
        import sys, netCDF4, xarray
        with netCDF4.Dataset(sys.argv[1]) as f:
            print(len(f["trials/id"][:]), round(float(f["metrics/train/loss"][:].sum()), 6))
            print(f["trials/label"][0], f["metrics/train"].rows)
        train = xarray.open_dataset(sys.argv[1], group="metrics/train")
        print(len(train.loss), round(float(train.loss.sum()), 6))
        """, arguments: [file.path])
    let lines = output.split(separator: "\n").map(String.init)
    try #require(lines.count == 3, "\(output)")
    #expect(lines[0] == "6 91.5", "\(output)")
    #expect(lines[1] == "base 30", "\(output)")
    #expect(lines[2] == "30 91.5", "\(output)")
  }

  @Test func aFailingCellLeavesTheNotebookAndWritesNoHTML() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "n.ipynb")
    let json = try Notebook(title: "n", cells: [.code("raise ValueError('seen')")]).json()
    try Data(json.utf8).write(to: file)
    let python = try TestPython.required()
    #expect {
      try NotebookExecution(python: python)(file)
    } throws: { error in
      guard case ReportError.notebookFailed(let notebook, let output) = error else { return false }
      return notebook == file.path && output.contains("ValueError: seen")
    }
    #expect(try folder.text("n.ipynb") == json)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["n.ipynb"])
  }

  @Test func aMissingModuleIsNamed() throws {
    let folder = try TemporaryFolder()
    let script = folder.url.appending(path: "python")
    try Data("#!/bin/sh\necho nbclient ipykernel\n".utf8).write(to: script)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
    #expect(
      throws: ReportError.pythonModulesMissing(
        python: script.path, modules: ["nbclient", "ipykernel"])
    ) { try Python(path: script.path).checkModules() }
  }

  @Test func countsAndValuesReadFromPythonAreThoseExported() throws {
    let folder = try TemporaryFolder()
    let sweep = FakeSweep()
    let file = folder.url.appending(path: "merged.h5")
    try MergedFile(MergedContents(results: sweep.results)).write(to: file)
    let output = try TestPython.output(
      of: """
        import sys, h5py, pandas as pd
        f = h5py.File(sys.argv[1])
        train = pd.DataFrame({n: d[()] for n, d in f["metrics/train"].items()})
        print(len(f["trials/id"]), len(train), train.loss.sum(), train.learning_rate.isna().sum())
        print(f["trials/id"].asstr()[1], f["metrics/train/loss"].attrs["units"])
        print(f.attrs["format"], *f)
        """, arguments: [file.path])
    let losses = sweep.trials.flatMap { $0.record?.metrics[0].columns[0].values ?? [] }
    let lines = output.split(separator: "\n").map(String.init)
    try #require(lines.count == 3, "\(output)")
    let numbers = lines[0].split(separator: " ").compactMap { Double($0) }
    #expect(numbers[0] == 6 && numbers[1] == 30 && numbers[3] == 12)
    #expect(abs(numbers[2] - losses.reduce(0, +)) < 1e-9)
    #expect(lines[1] == "trial-1 nat")
    #expect(
      lines[2]
        == "capi-merged metrics sweep trials probes evaluations comparison config provenance events artifacts"
    )
  }
}
