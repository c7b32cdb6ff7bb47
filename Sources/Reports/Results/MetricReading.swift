public import Store

/// A number one trial ended with.
public struct MetricReading: Sendable, Equatable {
  /// Where the number comes from.
  public enum Source: Sendable, Equatable, Hashable {
    /// A score of a probe; `subject` is what was probed.
    case score(probe: String, subject: String, name: String)
    /// The last logged value of a metric.
    case last(stream: String, name: String)
  }

  public let source: Source
  public let value: Double
  public let unit: String
  public let direction: Direction
  /// Whether it is the first score of its probe: what a table shows unless asked for more.
  public let isHeadline: Bool

  /// "knn-segmentation.teacher.mIoU" or "train.loss".
  public var name: String { source.name }
}

extension MetricReading.Source {
  /// The dotted name by which the number is asked for.
  public var name: String {
    switch self {
    case .score(let probe, let subject, let name): "\(probe).\(subject).\(name)"
    case .last(let stream, let name): "\(stream).\(name)"
    }
  }

  /// Whether it is a score that `capi eval` has added after the run.
  package var isEvaluation: Bool {
    guard case .score(let probe, _, _) = self else { return false }
    return probe.contains(TrialEvaluation.mark)
  }

  /// Whether it is a loss of training, whose scale depends on what the loss is.
  package var isLoss: Bool {
    guard case .last(_, let name) = self else { return false }
    return name == "loss" || name.hasSuffix("_loss")
  }

  /// The subject of a score; nil for a metric.
  package var subject: String? {
    guard case .score(_, let subject, _) = self else { return nil }
    return subject
  }

  /// The same score of another subject; nil for a metric, which has none.
  package func with(subject: String) -> MetricReading.Source? {
    guard case .score(let probe, _, let name) = self else { return nil }
    return .score(probe: probe, subject: subject, name: name)
  }
}
