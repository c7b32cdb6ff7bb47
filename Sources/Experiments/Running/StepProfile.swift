import Torch

/// Which steps of a run are recorded, and where the recording goes.
public struct ProfileRequest: Sendable {
  /// A file for the trace.
  public let path: String
  /// Steps that are recorded.
  public let steps: Int
  /// Steps of this attempt before them.
  public let warmup: Int

  public init(path: String, steps: Int = 5, warmup: Int = 3) {
    self.path = path
    self.steps = steps
    self.warmup = warmup
  }
}

/// Records some steps of a training while it goes on.
final class StepProfile {
  private let request: ProfileRequest
  private let device: Device
  private let ended: (String) -> Void
  private var profiler: Profiler?
  /// Steps that this attempt has made.
  private var made = 0

  /// - Parameter ended: gets what people should read of the recording.
  /// - Throws: when the file cannot be written.
  init(_ request: ProfileRequest, device: Device, ended: @escaping (String) -> Void) throws {
    guard Profiler.canWrite(request.path) else {
      throw ExperimentError(
        "the recording cannot be written to \(request.path): it must be a file, or nothing, in a folder that "
          + "can be written")
    }
    self.request = request
    self.device = device
    self.ended = ended
  }

  /// Call it when a step has ended, before anything else is done.
  func stepEnded() throws {
    made += 1
    if made == request.warmup + request.steps { try stop() }
  }

  /// Call it before something between steps that is to be in no recording, such as probes.
  func pause() throws {
    if profiler != nil { try stop() }
  }

  /// Call it before the next step, when everything between the two is done.
  func nextStepBegins() throws {
    if made == request.warmup { profiler = try Profiler(device: device) }
  }

  /// Ends a recording that training was too short for.
  func trainingEnded() throws {
    if made <= request.warmup {
      ended(
        "nothing was recorded for \(request.path): this attempt made \(made) steps, and the first "
          + "\(request.warmup) are left out")
    } else {
      try pause()
    }
  }

  private func stop() throws {
    guard let profiler else { return }
    self.profiler = nil
    try device.synchronize()
    let shares = try profiler.stop(writing: request.path)
    ended(
      "\(request.path): \(made - request.warmup) steps recorded; open it at ui.perfetto.dev or in "
        + "chrome://tracing")
    for line in ProfileText.lines(shares, steps: made - request.warmup) { ended(line) }
  }
}
