internal import Foundation

extension ProgressEvent {
  /// The event in its form on the wire: one line, without the line break.
  public var jsonLine: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every field is a text, an integer or a finite number, so there is nothing to fail.
    guard let data = try? encoder.encode(Wire(self)) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// The event a line holds, or nil when the line is something else.
  public init?(jsonLine line: some StringProtocol) {
    guard line.utf8.first == UInt8(ascii: "{"),
      let wire = try? JSONDecoder().decode(Wire.self, from: Data(line.utf8)),
      let event = wire.decoded
    else { return nil }
    self = event
  }

  /// The fields of all events together; absent ones are not written.
  private struct Wire: Codable {
    var event: String
    var step: Int?
    var steps: Int?
    var loss: Double?
    var imagesPerSecond: Double?
    var batch: Int?
    var metrics: [String: Double]?
    var text: String?
    var reason: String?

    enum CodingKeys: String, CodingKey {
      case event, step, steps, loss, batch, metrics, text, reason
      case imagesPerSecond = "images_per_second"
    }

    init(_ source: ProgressEvent) {
      switch source {
      case .step(let progress):
        event = "step"
        step = progress.step
        steps = progress.steps
        // JSON has no NaN: an absent loss says as much.
        loss = progress.loss.flatMap { $0.isFinite ? $0 : nil }
        imagesPerSecond = progress.imagesPerSecond.flatMap { $0.isFinite ? $0 : nil }
        batch = progress.batch
        metrics = progress.metrics?.filter(\.value.isFinite)
      case .stage(let stage):
        event = "stage"
        text = stage
      case .failed(let why):
        event = "failed"
        reason = why
      }
    }

    var decoded: ProgressEvent? {
      switch event {
      case "step":
        guard let step, let steps else { return nil }
        return .step(
          StepProgress(
            step: step, steps: steps, loss: loss, imagesPerSecond: imagesPerSecond, batch: batch,
            metrics: metrics))
      case "stage": return text.map(ProgressEvent.stage)
      case "failed": return reason.map { .failed(reason: $0) }
      default: return nil
      }
    }
  }
}
