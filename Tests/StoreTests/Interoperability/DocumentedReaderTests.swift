import Foundation
import Store
import Testing

/// Other programs read the files, with the very programs that `docs/hdf5-schema.md` shows.
@Suite struct DocumentedReaderTests {
  /// A folder with `run.h5`, `sweep.h5` and `checkpoint.h5` in it.
  private func makeFiles() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    let run = RunFolder(scratch.path)
    try RunStore.write(Sample.record, to: run)
    try Sample.tensors.write(to: "\(scratch.path)/checkpoint.h5")
    let sweep = SweepFolder(scratch.path)
    try sweep.run("base-0").create()
    try RunStore.write(Sample.record, to: sweep.run("base-0"))
    try SweepStore.write(Sample.specification, to: sweep)
    try SweepStore.write(SweepIndex.derive(from: sweep), to: sweep)
    return scratch
  }

  /// The program of that name in the documentation.
  private func example(_ name: String) throws -> String {
    let page = Outside.package.appendingPathComponent("docs/hdf5-schema.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let after = try #require(
      text.components(separatedBy: "<!-- test: \(name) -->\n").dropFirst().first)
    let code = try #require(after.components(separatedBy: "```python\n").dropFirst().first)
    return try #require(code.components(separatedBy: "```\n").first)
  }

  private static let without = Comment(
    rawValue: "no Python at \(Outside.python); run scripts/bootstrap or set CAPI_PYTHON")

  static let examples: [(name: String, output: String)] = [
    (
      "run-h5py",
      "loss=huber-0 done nat\n[10, 20, 30] [3.0, nan, 0.1]\n"
    ),
    (
      "run-pandas",
      #"{"epoch":{"10":0.1,"20":0.2,"30":0.3},"wall_time":{"10":1.0,"20":2.0,"30":3.5},"#
        + #""attempt":{"10":0,"20":0,"30":1},"loss":{"10":3.0,"20":null,"30":0.1},"#
        + #""grad \u2207":{"10":0.0,"20":null,"30":1e-300}} "#
        + #"{"name":{"0":"mIoU","1":"error"},"value":{"0":26.6,"1":0.25},"#
        + #""units":{"0":"%","1":"1"},"direction":{"0":"higher","1":"lower"}}"# + "\n"
    ),
    (
      "sweep-pandas",
      #"{"id":{"0":"base-0","1":"huber-0","2":"gone-0"},"#
        + #""state":{"0":"done","1":"planned","2":"planned"},"#
        + #""mIoU":{"0":26.6,"1":null,"2":null}}"# + "\n"
    ),
    (
      "checkpoint-h5py",
      "{'optimizer/moment': [2], 'optimizer/step': [], 'random': [3], "
        + "'student/none': [0, 4], 'student/norm.weight': [2, 3]}\n"
    ),
  ]

  @Test(.enabled(if: Outside.hasPython, without), arguments: examples.indices)
  func theReadersOfTheDocumentationWork(index: Int) throws {
    let scratch = try makeFiles()
    let (name, output) = Self.examples[index]
    let printed = try Outside.run(Outside.python, ["-c", example(name)], in: scratch.path)
    #expect(printed == output)
  }

  @Test(.enabled(if: Outside.hasPython, without)) func everythingIsReadByH5py() throws {
    let scratch = try makeFiles()
    let program = """
      import h5py
      with h5py.File("run.h5") as run:
          print(list(run), list(run["metrics"]), list(run["probes"]))
          print([n for n in run["metrics/train/loss"].dims[0]], run["metrics/empty/loss"].shape)
          print(run["events/text"].asstr()[1], run["config/yaml"].asstr()[()])
          print(run["probes/knn-segmentation/teacher/30/confusion"][:].tolist())
          print(run["provenance/seeds/value"][:].tolist(), run.attrs["complete"])
      with h5py.File("sweep.h5") as sweep:
          print(list(sweep["runs"]), sweep["runs/base-0/metrics/train/step"][:].tolist())
          print(sweep["axes/loss.distance"].asstr()[:].tolist())
      with h5py.File("checkpoint.h5") as checkpoint:
          print(checkpoint["optimizer"].attrs["betas"].tolist(), checkpoint.attrs["step"])
      """
    #expect(
      try Outside.run(Outside.python, ["-c", program], in: scratch.path) == """
        ['state_reason', 'metrics', 'probes', 'labels', 'config', 'provenance', 'artifacts', \
        'events'] ['train', 'empty'] ['knn-segmentation', 'knn-classification']
        ['step'] (0,)
        schön 🙂
        zweite Zeile # naïve 漢字
        seed: 0

        [[5, 1], [0, 7]]
        [-9223372036854775808, 9223372036854775807] 1
        ['base-0'] [10, 20, 30]
        ['"base"', '"huber"', '"gone"']
        [0.9, 0.95] 30

        """)
  }

  @Test(
    .enabled(if: Outside.hasH5dump, "no h5dump; install hdf5-tools"),
    arguments: ["run.h5", "sweep.h5", "checkpoint.h5"])
  func h5dumpReads(file: String) throws {
    let scratch = try makeFiles()
    let text = try Outside.run(Outside.h5dump, ["--enable-error-stack", file], in: scratch.path)
    #expect(text.hasPrefix("HDF5 \"\(file)\" {"))
    #expect(text.hasSuffix("}\n"))
  }
}
