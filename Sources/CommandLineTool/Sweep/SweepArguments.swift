import ArgumentParser
import Experiments
import Foundation
import Store
import Sweeps
import YAML

/// What the sweep commands have in common.
struct SweepArguments: ParsableArguments {
  @Argument(help: "The sweep file.", completion: .file(extensions: ["yaml", "yml"]))
  var sweep: String

  @Argument(
    help: "Changes to its base: dotted.key=value; or seeds='[0, 1]', or variables.NAME=value.")
  var overrides: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The sweep's folder (default: runs/NAME).", completion: .directory)
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  /// Where the results are or go.
  var folder: SweepFolder { output.map { SweepFolder($0) } ?? Self.defaultFolder(of: sweep) }

  /// `runs/demo` for `sweeps/demo.yaml`.
  static func defaultFolder(of sweep: String) -> SweepFolder {
    let name = URL(fileURLWithPath: sweep).deletingPathExtension().lastPathComponent
    return SweepFolder("runs/\(name)")
  }

  func plan(_ program: Program) throws -> SweepPlan {
    try ConfigurationFile.refuseExperiment(sweep)
    return try SweepPlan.load(
      sweep, overrides: overrides, resolver: program.resolver,
      fingerprints: DatasetFingerprints(registry: program.registry), plugins: program.plugins)
  }
}
