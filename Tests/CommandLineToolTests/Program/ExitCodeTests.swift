import Testing

/// Commands that are refused: the exit code and the exact words.
@Suite struct ExitCodeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let code: Int32
    let errors: String

    init(_ arguments: String, _ code: Int32, _ errors: String) {
      self.arguments = arguments.split(separator: " ").map(String.init)
      self.code = code
      self.errors = errors
    }

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let refused = [
    Case(
      "run missing.yaml", 2, "missing.yaml:1:1: there is no file 'missing.yaml'\n"),
    Case("run folder", 2, "folder:1:1: 'folder' is a folder; name a YAML file\n"),
    Case(
      "run experiment.yaml training.steps=0", 2,
      "command line 'training.steps=0': training.steps: must be in 1…100000000, found 0\n"),
    Case(
      "run experiment.yaml steps", 2,
      "command line 'steps': an override has the form KEY=VALUE\n"),
    Case(
      "run experiment.yaml engine.device=cuda -o x", 1,
      "error: engine.device is cuda"),
    Case(
      "run experiment.yaml -o experiment.yaml/x", 1,
      "error: experiment.yaml: the folder cannot be made: Not a directory\n"),
    Case("validate folder", 2, "folder:1:1: 'folder' is a folder; name a YAML file\n"),
    Case(
      "validate experiment.yaml --explain masking.ration", 2,
      "experiment.yaml: the experiment has no key 'masking.ration'; did you mean 'masking.ratio'?\n"
    ),
    Case(
      "sweep plan experiment.yaml", 2,
      "error: experiment.yaml is an experiment, not a sweep; run it with 'capi run "
        + "experiment.yaml', or name it as 'base' in a sweep file\n"),
    Case(
      "sweep status sweep.yaml", 1,
      "error: runs/sweep holds no sweep: nothing of sweep.yaml was started there; name its folder "
        + "with -o, or start it with 'capi sweep run sweep.yaml'\n"),
    Case("sweep status nope", 1, "error: there is neither a file nor a folder nope\n"),
    Case(
      "sweep status folder", 1,
      "error: folder holds no sweep (it has no sweep.json). Name the folder that was given to "
        + "'capi sweep run' with -o\n"),
    Case(
      "compare folder", 1,
      "/folder: no sweep.json here. Name the folder that `capi sweep run` wrote with -o.\n"),
    Case(
      "export folder --to out", 1,
      "/folder: no sweep.json here. Name the folder that `capi sweep run` wrote with -o.\n"),
    Case(
      "show folder", 1,
      "error: folder holds no run (there is no run.h5); name the folder of a run, or its run.h5\n"),
    Case("show missing", 1, "error: missing holds no run (there is no run.h5); "),
    Case("show experiment.yaml", 1, "error: experiment.yaml: has no seal at its end: "),
    Case(
      "parity experiment.yaml", 1, "error: experiment.yaml: it cannot be opened as an HDF5 file "),
    Case("parity missing.h5", 1, "error: missing.h5: cannot be read: No such file or directory\n"),
    Case(
      "components los", 64,
      "error: no kind or component is called 'los'; did you mean 'loss'? known: target, loss, "),
    Case("run experiment.yaml --threads 0", 64, "Error: --threads must be in 1…1024, not 0\n"),
    Case("sweep run sweep.yaml --workers 0", 64, "Error: --workers must be in 1…1024, not 0\n"),
    Case("parity x.h5 --tolerance 0", 64, "Error: --tolerance must be a number above 0, not 0.0\n"),
    Case("validate a=b", 64, "Error: name at least one file to check\n"),
    Case("run", 64, "Error: Missing expected argument '<experiment>'\n"),
    Case(
      "ru experiment.yaml", 64,
      "error: capi has no command 'ru'; did you mean 'run'? known: run, sweep, show, tail, "
        + "verify, eval, compare, diff, report, export, features, visualize, weights, data, sheet, "
        + "masks, validate, components, schema, parity, bench, doctor\n"),
    Case("verify missing", 1, "error: missing: there is no such file or folder\n"),
    Case(
      "verify folder", 1,
      "error: folder: is neither a run's nor a sweep's folder: it has no run.h5, sweep.json or "
        + "sweep.h5\n"),
    Case(
      "verify experiment.yaml", 1, "error: experiment.yaml: is not a file of the store: there are "),
    Case("tail folder", 1, "error: folder holds no run (there is no run.h5); "),
    Case("features folder --to x.h5", 1, "error: folder holds no run (there is no run.h5); "),
    Case(
      "features folder --to x.h5 --dtype int8", 64,
      "Error: The value 'int8' is invalid for '--dtype <dtype>'"),
    Case(
      "sweep stauts", 64,
      "error: capi sweep has no command 'stauts'; did you mean 'status'? known: plan, run, work, status\n"
    ),
    Case(
      "report folder --to out.html", 1,
      "/folder: no sweep.json here. Name the folder that `capi sweep run` wrote with -o.\n"),
    Case("diff folder missing", 1, "error: folder holds no run (there is no run.h5); "),
    Case("diff a b --tolerance 2", 64, "Error: --tolerance must be in 0…1, not 2.0\n"),
    Case("compare folder --format tabel", 64, "Error: The value 'tabel' is invalid"),
  ]

  @Test(arguments: refused) func `is refused`(_ refused: Case) async throws {
    let folder = try TinyFiles.folder()
    try folder.write("", to: "folder/file")
    let result = try await Capi.run(refused.arguments, in: folder)
    #expect(result.code == refused.code)
    #expect(result.output == "")
    #expect(!result.errors.contains("Fatal error"))
    if refused.errors.hasSuffix("\n"), refused.code != 64 {
      #expect(result.errors.hasSuffix(refused.errors), "\(result.errors)")
    } else {
      #expect(result.errors.contains(refused.errors), "\(result.errors)")
    }
  }

  @Test(arguments: [
    ["--version"], ["--help"], ["run", "--help"], ["help", "sweep"], ["sweep"],
    ["--generate-completion-script", "bash"],
  ]) func `is answered on standard output`(_ arguments: [String]) async throws {
    let result = try await Capi.run(arguments, in: try TemporaryFolder())
    #expect(result.code == 0)
    #expect(!result.output.isEmpty)
    #expect(result.errors == "")
  }

  @Test func `states its version`() async throws {
    let result = try await Capi.run(["--version"], in: try TemporaryFolder())
    #expect(result.output == "0.1.0\n")
  }

  @Test func `every command has an example in its help`() async throws {
    let folder = try TemporaryFolder()
    for command in [
      "run", "validate", "components", "schema", "sweep plan", "sweep run", "sweep status",
      "compare", "diff", "report", "export", "show", "tail", "verify", "features", "sheet",
      "parity", "doctor",
    ] {
      let words = command.split(separator: " ").map(String.init)
      let result = try await Capi.run(words + ["--help"], in: folder)
      #expect(result.output.contains("Example"), "\(command)")
      #expect(result.output.contains("  capi \(command)"), "\(command)")
    }
  }
}
