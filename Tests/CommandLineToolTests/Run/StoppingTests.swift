import Foundation
import Store
import Testing

/// Ctrl-C and SIGTERM.
@Suite struct StoppingTests {
  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, 143)])
  func `seals what it has and says how it ended`(signal: Int32, code: Int32) async throws {
    let folder = try TinyFiles.folder()
    let process = Process()
    process.executableURL = URL(filePath: Capi.executable)
    process.arguments = [
      "run", "experiment.yaml", "training.steps=1000000", "probes=[]", "-o", "out", "--progress",
      "json",
    ]
    process.currentDirectoryURL = URL(filePath: folder.path)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Not before a step has ended, so that there is something to seal.
    var seen = ""
    while !seen.contains(#""event":"step""#) {
      let piece = output.fileHandleForReading.availableData
      if piece.isEmpty { break }
      seen += String(decoding: piece, as: UTF8.self)
    }
    kill(process.processIdentifier, signal)
    _ = try output.fileHandleForReading.readToEnd()
    let text = String(
      decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == code)
    #expect(
      text.wholeMatch(
        of: /interrupted: stopped after \d+ steps; what was measured is in out\n/) != nil, "\(text)"
    )
    let record = try RunStore.read(RunFolder(folder.url("out")))
    #expect(record.header.state == .interrupted)
    #expect(record.metricStream("train")!.rowCount >= 1)
  }
}
