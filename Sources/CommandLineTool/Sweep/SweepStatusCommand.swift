import CapiCore
import ArgumentParser
import Foundation
import Store
import Sweeps

/// `capi sweep status`: how a sweep on the disk stands.
struct SweepStatusCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say how the trials of a sweep stand.",
    discussion: """
      Reads the folder only, also while the sweep runs. A folder may be named in place of the file.

      Examples:
        capi sweep status sweeps/demo.yaml
        capi sweep status runs/demo --json
      """)

  @Argument(
    help: "The sweep file, or the folder of the sweep.",
    completion: .file(extensions: ["yaml", "yml"]))
  var sweep: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: "The sweep's folder (default: runs/NAME).", completion: .directory)
  var output: String?

  @Flag(help: "Print JSON.")
  var json = false

  private var folder: SweepFolder {
    if let output { return SweepFolder(output) }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: sweep, isDirectory: &isFolder), isFolder.boolValue {
      return SweepFolder(sweep)
    }
    return SweepArguments.defaultFolder(of: sweep)
  }

  func run(in program: Program) throws -> ExitStatus {
    let status = try SweepStatus.read(folder)
    try program.console.print(
      json ? SweepJSON.status(status, folder: folder).prettyJSON : status.table)
    return .success
  }
}
