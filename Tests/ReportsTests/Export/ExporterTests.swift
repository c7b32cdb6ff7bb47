import Foundation
import Reports
import Store
import Testing

@Suite struct ExporterTests {
  private func exporter(_ folder: TemporaryFolder, force: Bool = false) -> Exporter {
    Exporter(
      sweepFolder: folder.url.appending(path: "sweep"),
      destination: folder.url.appending(path: "losses"), force: force)
  }

  private func names(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appending(path: "losses").path
    ).sorted()
  }

  @Test func writesItsFilesAndNoOthers() throws {
    let folder = try TemporaryFolder()
    let summary = try exporter(folder).export(FakeSweep().results)
    #expect(
      try names(in: folder) == [
        "comparison.csv", "export.json", "losses-losses.ipynb", "losses.ipynb", "merged.h5",
        "metrics-train.csv", "probes.csv", "trials.csv",
      ])
    #expect(summary.trials == 6)
    #expect(
      summary.text.hasPrefix(
        "Exported 6 trials (6 finished): 30 metric rows, 36 scores, all read again and "
          + "compared.\n  "))
  }

  @Test func csvFilesAreComplete() throws {
    let folder = try TemporaryFolder()
    _ = try exporter(folder).export(FakeSweep().results)
    func lines(_ name: String) throws -> [String] {
      try folder.text("losses/" + name).components(separatedBy: "\r\n").dropLast()
    }
    let trials = try lines("trials.csv")
    #expect(
      trials[0] == "number,id,label,seed,state,reason,last_step,created_utc,sealed_utc,"
        + "configuration_sha256,loss,masking.roll")
    #expect(trials[3].hasPrefix("2,trial-2,loss=direct,0,done,,5,"))
    #expect(trials[3].hasSuffix(",direct,true"))
    #expect(trials.count == 7)
    let metrics = try lines("metrics-train.csv")
    #expect(
      metrics[0]
        == "trial,step,epoch,wall_time,attempt,loss,target_entropy,cluster_usage,learning_rate")
    #expect(metrics[1] == "0,1,0.0,0.0,0,5.0,2.0,0.5,0.001")
    #expect(metrics[2] == "0,2,0.25,0.1,0,4.0,1.875,0.5625,NaN")
    // Six trials of five rows, and the header.
    #expect(metrics.count == 31)
    #expect(try lines("probes.csv").count == 37)
    // The headline score and three metrics on health; four rows for each of two axes.
    #expect(try lines("comparison.csv").count == 1 + 4 * 4 * 2)
  }

  @Test func anEarlierExportIsReplacedAndItsHTMLRemoved() throws {
    let folder = try TemporaryFolder()
    _ = try exporter(folder).export(FakeSweep().results)
    let html = folder.url.appending(path: "losses/losses.html")
    try Data("old".utf8).write(to: html)
    var sweep = FakeSweep()
    sweep.settings.removeLast()
    _ = try exporter(folder).export(sweep.results)
    #expect(!FileManager.default.fileExists(atPath: html.path))
    #expect(try folder.text("losses/trials.csv").components(separatedBy: "\r\n").count == 6)
  }

  @Test func aFolderOfSomebodyElseIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    let destination = folder.url.appending(path: "losses")
    try FileManager.default.createDirectory(at: destination, withIntermediateDirectories: true)
    let thesis = destination.appending(path: "thesis.txt")
    try Data("mine".utf8).write(to: thesis)
    #expect(throws: ReportError.destinationOccupied(folder: destination.path)) {
      try exporter(folder).export(FakeSweep().results)
    }
    #expect(try names(in: folder) == ["thesis.txt"])
    _ = try exporter(folder, force: true).export(FakeSweep().results)
    #expect(try folder.text("losses/thesis.txt") == "mine")
    #expect(try names(in: folder).contains("merged.h5"))
  }

  @Test func aFileInTheWayIsAnError() throws {
    let folder = try TemporaryFolder()
    let destination = folder.url.appending(path: "losses")
    try Data().write(to: destination)
    #expect(
      throws: ReportError.cannotWrite(
        path: destination.path, reason: "there is a file of this name")
    ) { try exporter(folder, force: true).export(FakeSweep().results) }
  }

  @Test(arguments: [".hidden", "a b", "a:b"])
  func namesThatCannotBeFilesAreRefused(name: String) throws {
    let folder = try TemporaryFolder()
    let exporter = Exporter(
      sweepFolder: folder.url, destination: folder.url.appending(path: name))
    #expect(throws: ReportError.badExportName(name)) {
      try exporter.export(FakeSweep().results)
    }
  }

  @Test func withoutPythonNothingIsWritten() throws {
    let folder = try TemporaryFolder()
    let exporter = Exporter(
      sweepFolder: folder.url, destination: folder.url.appending(path: "losses"), execute: true,
      python: Python(path: "/nowhere/python"))
    #expect {
      try exporter.export(FakeSweep().results)
    } throws: { error in
      "\(error)".hasPrefix("starting /nowhere/python failed: ")
    }
    #expect(
      !FileManager.default.fileExists(atPath: folder.url.appending(path: "losses").path))
  }
}
