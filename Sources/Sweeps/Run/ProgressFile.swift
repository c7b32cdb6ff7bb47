internal import Foundation
public import Store
internal import Synchronization

/// How far a trial is, in a small file beside its record, for other processes to read. It is there
/// while the trial runs, is replaced as a whole, and nothing depends on it.
final class ProgressFile: Sendable {
  private let path: String
  private let state: Mutex<(live: LiveProgress, writtenAt: Double)>

  init(_ run: RunFolder) {
    path = Self.path(run)
    let process = ProcessInfo.processInfo
    state = Mutex(
      (
        LiveProgress(
          startedUnix: Date().timeIntervalSince1970,
          worker: "\(process.hostName):\(process.processIdentifier)"), -.infinity
      ))
    received(.stage("starting"))
  }

  static func path(_ run: RunFolder) -> String { "\(run.path)/progress.json" }

  /// Writes at most once a second; the last steps of a training are no more worth than others.
  func received(_ event: ProgressEvent) {
    let now = MonotonicClock.now()
    let data: Data? = state.withLock { state in
      switch event {
      case .step(let progress):
        state.live.progress = progress
        state.live.stage = nil
      case .stage(let text): state.live.stage = text
      case .failed: return nil
      }
      guard now - state.writtenAt >= 1 else { return nil }
      state.writtenAt = now
      state.live.updatedUnix = Date().timeIntervalSince1970
      return try? JSONEncoder().encode(state.live)
    }
    // A full disk shows in the seal of the run.
    if let data { try? data.write(to: URL(fileURLWithPath: path), options: .atomic) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// How far a running trial is.
public struct LiveProgress: Sendable, Equatable, Codable {
  /// When its worker was started, in seconds since 1970.
  public var startedUnix: Double
  public var updatedUnix: Double = 0
  /// Host and process of the sweep that runs it.
  public var worker: String
  public var progress: StepProgress?
  /// What it does when it does not train.
  public var stage: String?

  public init(startedUnix: Double, worker: String, progress: StepProgress? = nil) {
    self.startedUnix = startedUnix
    self.worker = worker
    self.progress = progress
  }

  /// The progress of a trial; nil when none runs it.
  public static func read(_ run: RunFolder) -> LiveProgress? {
    guard let data = FileManager.default.contents(atPath: ProgressFile.path(run)) else {
      return nil
    }
    return try? JSONDecoder().decode(LiveProgress.self, from: data)
  }

  private enum CodingKeys: String, CodingKey {
    case startedUnix = "started_unix"
    case updatedUnix = "updated_unix"
    case worker
    case progress
    case stage
  }
}
