public import Foundation

/// A Python interpreter that can run notebooks.
public struct Python: Sendable, Equatable {
  /// Path of the interpreter.
  public let path: String

  /// Modules a notebook and its execution need.
  package static let modules = [
    "h5py", "numpy", "pandas", "scipy", "matplotlib", "nbformat", "nbclient", "nbconvert",
    "ipykernel",
  ]

  /// An interpreter at a known path; whether it works shows when it is used.
  public init(path: String) { self.path = path }

  /// Finds an interpreter: the given path, else `CAPI_PYTHON`, else `.deps/python/bin/python`
  /// in one of `roots` (the package's folder, the working folder).
  ///
  /// - Throws: ``ReportError/pythonNotFound(tried:)`` naming each place that was looked at. A path
  ///   that was asked for but is not executable is an error, not a reason to look elsewhere.
  public static func find(
    given: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
    roots: [URL] = [URL(filePath: FileManager.default.currentDirectoryPath)]
  ) throws(ReportError) -> Python {
    let asked = [given, environment["CAPI_PYTHON"]].compactMap(\.self).first { !$0.isEmpty }
    let candidates =
      asked.map { [$0] } ?? roots.map { $0.appending(path: ".deps/python/bin/python").path }
    for path in candidates where FileManager.default.isExecutableFile(atPath: path) {
      return Python(path: path)
    }
    throw .pythonNotFound(tried: candidates)
  }

  /// Checks that all modules are installed, without importing them.
  ///
  /// - Throws: ``ReportError/pythonModulesMissing(python:modules:)`` or
  ///   ``ReportError/pythonFailed(doing:output:)``.
  public func checkModules() throws(ReportError) {
    let script = """
      import importlib.util, sys
      print(" ".join(m for m in sys.argv[1:] if importlib.util.find_spec(m) is None))
      """
    let result = try run(["-c", script] + Self.modules, in: nil)
    guard result.status == 0 else {
      throw .pythonFailed(doing: "looking for modules with \(path)", output: result.output)
    }
    let missing = result.output.split(whereSeparator: \.isWhitespace).map(String.init)
    if !missing.isEmpty { throw .pythonModulesMissing(python: path, modules: missing) }
  }

  /// Runs the interpreter and waits; standard output and standard error come back together.
  func run(_ arguments: [String], in folder: URL?) throws(ReportError) -> (
    status: Int32, output: String
  ) {
    try ChildProcess.run(path, arguments, in: folder, environment: Self.environment(scratch:))
  }

  /// The caller's environment, with the settings of Jupyter and matplotlib in a scratch folder:
  /// a home folder that cannot be written must not matter, and personal settings must not change
  /// the figures.
  private static func environment(scratch: URL) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    // Set to "Agg", it would keep figures out of the notebook.
    environment["MPLBACKEND"] = nil
    for name in ["MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"] {
      environment[name] = scratch.appending(path: name).path
    }
    // The kernel of this very interpreter, not one of the same name in the user's folder.
    environment["JUPYTER_PREFER_ENV_PATH"] = "1"
    environment["PYTHONIOENCODING"] = "utf-8"
    return environment
  }
}
