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
        capi sweep status runs/demo --watch
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

  @Flag(help: "Look again and again until nothing is left to run; Ctrl-C ends it.")
  var watch = false

  @Option(help: "Seconds from one look to the next.")
  var interval = 2.0

  func validate() throws {
    if !(0.1...3600).contains(interval) {
      throw ValidationError("--interval must be in 0.1…3600, not \(interval)")
    }
    if watch, json { throw ValidationError("--watch is for people; --json looks once") }
  }

  /// The sweep that is meant.
  ///
  /// - Throws: when nothing is called so, or when the sweep of a file was not started there.
  private func folder() throws(CommandError) -> SweepFolder {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: sweep, isDirectory: &isFolder)
    if output == nil, isFolder.boolValue { return SweepFolder(sweep) }
    guard exists else { throw .nothingThere(path: sweep) }
    let folder = output.map { SweepFolder($0) } ?? SweepArguments.defaultFolder(of: sweep)
    guard folder.hasSpecification else { throw .notStarted(sweep: sweep, folder: folder.path) }
    return folder
  }

  func run(in program: Program) async throws -> ExitStatus {
    let folder = try folder()
    if watch { return try await watch(folder, program.console) }
    let status = try SweepStatus.read(folder)
    try program.console.print(
      json ? SweepJSON.status(status, folder: folder).prettyJSON : status.table)
    return .success
  }

  /// Draws over what it drew on a terminal; elsewhere, one line for each trial that has changed.
  private func watch(_ folder: SweepFolder, _ console: Console) async throws -> ExitStatus {
    var cache = RunOverviewCache()
    var status = try SweepStatus.read(folder, using: &cache)
    var screen = ProgressScreen(width: console.outputWidth ?? 100) { try? console.write($0) }
    if !console.isOutputLive { try console.print(status.total) }
    while true {
      if console.isOutputLive { screen.draw(status.screen(height: console.outputHeight)) }
      if status.isOver { break }
      try await Task.sleep(for: .seconds(interval))
      let next = try SweepStatus.read(folder, using: &cache)
      if !console.isOutputLive {
        for line in next.changes(since: status) { try console.print(line) }
      }
      status = next
    }
    if !console.isOutputLive { try console.print(status.total) }
    return .success
  }
}
