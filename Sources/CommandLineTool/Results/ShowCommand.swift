import ArgumentParser
import CapiCore
import Foundation
import Reports
import Store

/// `capi show`: one run in a few lines.
struct ShowCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a run has measured.",
    discussion: """
      Examples:
        capi show runs/scenes-quick-1a2b3c4d
        capi show runs/demo/runs/0f3c…/run.h5 --json
      """)

  @Argument(help: "The run's folder, or its run.h5.", completion: .file(extensions: ["h5"]))
  var run: String

  @Flag(help: "Print JSON, as `capi run --json` does.")
  var json = false

  func run(in program: Program) throws -> ExitStatus {
    let (record, folder) = try read()
    try program.console.write(
      json
        ? RunReport(record, folder: folder).json.prettyJSON + "\n"
        : RunSummary(record).text(width: program.console.outputWidth))
    return .success
  }

  private func read() throws -> (RunRecord, folder: String) {
    var isFolder: ObjCBool = false
    let url = URL(filePath: run)
    // A copy under another name stands alone.
    if FileManager.default.fileExists(atPath: run, isDirectory: &isFolder), !isFolder.boolValue,
      url.lastPathComponent != "run.h5"
    {
      return (try RunStore.read(file: run), url.deletingLastPathComponent().relativePath)
    }
    let folder = try RunPlace(run).folder
    return (try record(folder), folder.path)
  }

  /// The record as it stands now; one that says it runs, while nobody runs it, was interrupted.
  private func record(_ folder: RunFolder) throws -> RunRecord {
    var record = try Run.open(folder).record
    record.noticeInterruption(isHeld: try RunLease.holder(of: folder) != nil)
    return record
  }
}
