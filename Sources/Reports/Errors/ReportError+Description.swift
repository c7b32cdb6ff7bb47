extension ReportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notASweep, .nothingThere, .unreadable, .unknownAxis, .noAxes, .unknownMetric,
      .nothingFinished, .duplicateTrials, .noValidationScores,
      .unknownReference, .differentBases:
      comparisonDescription
    case .conflictingColumns, .reservedColumn, .badExportName, .destinationOccupied, .cannotWrite,
      .verificationFailed, .unknownFigureFormat, .noRenderer:
      exportDescription
    case .pythonNotFound, .pythonModulesMissing, .pythonFailed, .notebookFailed:
      pythonDescription
    }
  }

  private var comparisonDescription: String {
    switch self {
    case .notASweep(let folder, let sweep?):
      "\(folder) is one run of the sweep \(sweep). Name that folder."
    case .nothingThere(let path): "there is neither a file nor a folder \(path)."
    case .notASweep(let file, nil) where file.hasSuffix(".yaml") || file.hasSuffix(".yml"):
      "\(file) says what a sweep is to do. Name the folder of its results, which `capi sweep run \(file)` "
        + "wrote: runs/NAME, or what was given with -o."
    case .notASweep(let folder, nil):
      "\(folder): no sweep.json here. Name the folder that `capi sweep run` wrote with -o."
    case .unreadable(let path, let reason):
      "\(path): \(reason)"
    case .unknownAxis(let name, let known):
      "the sweep has no axis '\(name)'.\(Self.suggestion(for: name, among: known, what: "axes"))"
    case .noAxes(let asked):
      "the sweep varies nothing but the seed, so there is no axis '\(asked)'. "
        + "Leave --by out to see the base beside its baselines."
    case .unknownMetric(let name, let known):
      "no finished trial has '\(name)'."
        + Self.suggestion(for: name, among: known, what: "metrics")
    case .nothingFinished(let trials):
      "none of the \(trials) trials of this comparison has finished. "
        + "Run `capi sweep run` again to do what is missing."
    case .duplicateTrials(let first, let second, let setting, let seed):
      "trials \(first) and \(second) have the same setting (\(setting)) and seed (\(seed)); "
        + "their mean would count one of them twice. Remove one from the sweep."
    case .unknownReference(let name, let known):
      "the sweep has no published scores of '\(name)'."
        + (known.isEmpty
          ? " Its file states none: see `reference:` in docs/sweeps.md."
          : Self.suggestion(for: name, among: known, what: "sources"))
    case .differentBases(let first, let second, let keys):
      "\(first) and \(second) depart from different bases "
        + "(\(keys.prefix(5).joined(separator: ", "))\(keys.count > 5 ? ", …" : "")), so their "
        + "differences from the base are not of one kind. Compare them one by one, or two of their "
        + "runs with `capi diff`."
    case .noValidationScores(let trial, let probe):
      "trial \(trial) has results of \(probe) at several steps and no validation scores to choose "
        + "by. Compare with --select last."
    default: ""
    }
  }

  private var exportDescription: String {
    switch self {
    case .conflictingColumns(let stream, let column, let first, let second):
      "runs disagree about the metric \(stream).\(column): \(first) and \(second). "
        + "Runs of one export must come from one version of the program."
    case .reservedColumn(let stream, let column):
      "the metric \(stream).\(column) cannot be exported: '\(column)' is a column of the merged "
        + "file. Rename the metric."
    case .badExportName(let name):
      "'\(name)' cannot name an export: use letters, digits, '-', '_' and '.', "
        + "not starting with '.'."
    case .destinationOccupied(let folder):
      "\(folder): this folder is not empty and not an earlier export, so nothing was written. "
        + "Choose another folder, or pass --force to write the export's files into it."
    case .cannotWrite(let path, let reason):
      "\(path): cannot be written: \(reason)"
    case .unknownFigureFormat(let path):
      "\(path): a figure is .svg or .png."
    case .noRenderer(let path):
      "\(path): nothing here draws PNG. Install librsvg2-bin (rsvg-convert) or the Python package "
        + "cairosvg, or ask for .svg."
    case .verificationFailed(let path, let difference):
      "\(path): read again, the file differs from what was exported: \(difference). "
        + "Nothing was replaced. Check the disk and export again."
    default: ""
    }
  }

  private var pythonDescription: String {
    switch self {
    case .pythonNotFound(let tried):
      "no Python found to run the notebook (looked at \(tried.joined(separator: ", "))). "
        + "Run scripts/bootstrap, or name an interpreter in CAPI_PYTHON."
    case .pythonModulesMissing(let python, let modules):
      "\(python) cannot run the notebook: it lacks \(modules.joined(separator: ", ")). "
        + "Install with: \(python) -m pip install \(modules.joined(separator: " "))"
    case .pythonFailed(let doing, let output):
      "\(doing) failed: \(output)"
    case .notebookFailed(let notebook, let output):
      "\(notebook): the notebook did not run to its end; it stays without outputs, and no HTML "
        + "was written. Python's last lines:\n\(output)"
    default: ""
    }
  }

  private static func suggestion(for name: String, among known: [String], what: String) -> String {
    if known.isEmpty { return " It has no \(what)." }
    let nearest = NearestName.of(name, among: known).map { " Did you mean '\($0)'?" } ?? ""
    return "\(nearest) Known \(what): \(list(known))."
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
