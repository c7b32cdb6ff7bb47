import Foundation
import Store

// What the store is used for, without a network, for tests that crash it: `run` leads the life of a run,
// `features` fills a file of features, `export` puts one in place, `serve` answers questions about folders.

let arguments = CommandLine.arguments.dropFirst()
do {
  switch arguments.first {
  case "run" where arguments.count >= 5:
    let numbers = arguments.dropFirst(2).prefix(3).compactMap { Int64($0) }
    guard numbers.count == 3 else { fatalError("three numbers are needed") }
    try FakeTraining(
      folder: RunFolder(arguments[arguments.startIndex + 1]), steps: numbers[0],
      checkpointEvery: numbers[1], sealEvery: numbers[2],
      acknowledgements: arguments.count > 5 ? Acknowledgements(arguments.last ?? "") : nil
    ).run()
  case "features" where arguments.count >= 4:
    let numbers = arguments.dropFirst(2).prefix(2).compactMap { Int($0) }
    guard numbers.count == 2 else { fatalError("two numbers are needed") }
    try FakeFeatures(
      path: arguments[arguments.startIndex + 1], images: numbers[0], pauseEvery: numbers[1],
      acknowledgements: arguments.count > 4 ? Acknowledgements(arguments.last ?? "") : nil
    ).run()
  case "export" where arguments.count >= 2:
    try FakeExport(
      path: arguments[arguments.startIndex + 1],
      acknowledgements: arguments.count > 2 ? Acknowledgements(arguments.last ?? "") : nil
    ).run()
  case "serve":
    while let line = readLine() {
      FileHandle.standardOutput.write(Data((Inspection.answer(line) + "\n").utf8))
    }
  default:
    fatalError(
      "run FOLDER STEPS CHECKPOINT SEAL [ACK] | features FILE IMAGES PAUSE [ACK] | "
        + "export FILE [ACK] | serve")
  }
} catch {
  FileHandle.standardError.write(Data("error: \(error)\n".utf8))
  exit(1)
}
