import Foundation
import Store

/// Answers about a folder, as JSON in one line.
enum Inspection {
  /// What reading a run finds.
  struct Answer: Codable {
    var error: String?
    /// `missing` when there is no run at all.
    var isMissing = false
    var state = ""
    /// Steps of the stream `train`, and the bits of their losses.
    var steps: [Int64] = []
    var losses: [UInt64] = []
    /// Rows that were made again, and whether all of them came out equal.
    var superseded = 0
    var supersededSteps: [Int64] = []
    var differences: [String] = []
    /// Steps of recorded checkpoints, and of those the whole ones.
    var checkpoints: [Int64] = []
    var wholeCheckpoints: [Int64] = []
  }

  /// - Parameter line: `read FOLDER`, or `verify PATH`.
  static func answer(_ line: String) -> String {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard words.count == 2 else { return "{}" }
    let encoder = JSONEncoder()
    do {
      if words[0] == "verify" {
        let report = try Verification.verify(words[1])
        return report.isSound ? "sound" : "damaged"
      }
      return String(decoding: try encoder.encode(read(RunFolder(words[1]))), as: UTF8.self)
    } catch {
      let answer = try? encoder.encode(Answer(error: "\(error)"))
      return String(decoding: answer ?? Data("{}".utf8), as: UTF8.self)
    }
  }

  private static func read(_ folder: RunFolder) -> Answer {
    var answer = Answer()
    do throws(StoreError) {
      let record = try Run.open(folder).record
      answer.state = record.header.state.rawValue
      if let train = record.metrics.first(where: { $0.name == "train" }) {
        answer.steps = train.steps
        answer.losses = train.columns.first { $0.name == "loss" }?.values.map(\.bitPattern) ?? []
      }
      answer.superseded = record.superseded.flatMap(\.metrics).map(\.rowCount).reduce(0, +)
      answer.supersededSteps = record.superseded.flatMap(\.metrics).flatMap(\.steps)
      answer.differences = record.events.filter { $0.level != .info }.map(\.text)
      for artifact in record.artifacts {
        answer.checkpoints.append(artifact.step)
        let path = "\(folder.path)/\(artifact.path)"
        if let bytes = try? AtomicFile.read(path), Digest.sha256(bytes) == artifact.sha256 {
          answer.wholeCheckpoints.append(artifact.step)
        }
      }
    } catch {
      answer.error = "\(error)"
      answer.isMissing = error.code == .missing && error.path == folder.recordPath
    }
    return answer
  }
}
