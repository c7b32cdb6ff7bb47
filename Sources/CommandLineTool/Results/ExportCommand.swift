import ArgumentParser
import Foundation
import Reports

/// `capi export`: a sweep as a folder that needs nothing of capi to be read.
struct ExportCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export a sweep: merged HDF5, CSV and notebooks.",
    discussion: """
      docs/exporting.md describes the files.

      Examples:
        capi export runs/demo --to notebooks-export/demo
        capi export runs/demo --to notebooks-export/demo --execute
        capi export runs/small --to notebooks-export/small --reference paper
      """)

  @Argument(help: "The sweep's folder.", completion: .directory)
  var folder: String

  @Option(help: "The folder to write; its name is the notebooks'.", completion: .directory)
  var to: String

  @Flag(help: "Run the notebooks, and write them as HTML too.")
  var execute = false

  @Option(help: "The Python that runs them (default: CAPI_PYTHON, else .deps/python/bin/python).")
  var python: String?

  @Option(
    help: "A file of patch features to take along, with a notebook about them.",
    completion: .file(extensions: ["h5"]))
  var features: String?

  @Option(help: "Published scores for the comparison: a source named in the sweep file.")
  var reference: String?

  @Flag(help: "Write into a folder that holds other files.")
  var force = false

  func run(in program: Program) throws -> ExitStatus {
    let interpreter = try execute ? Python.find(given: python, roots: PythonPlaces.roots) : nil
    let exporter = Exporter(
      sweepFolder: URL(filePath: folder), destination: URL(filePath: to), execute: execute,
      python: interpreter, features: features.map { URL(filePath: $0) }, reference: reference,
      force: force)
    try program.console.write(try exporter.export().text)
    return .success
  }
}
