/// What to read of a run's record beside its header and the scores of its probes.
///
/// Tables of many runs need little of each, and most of a record is curves. What is not asked for
/// stays empty; the seal of the file is checked in any case.
public struct RunParts: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Each metric stream as one row: the last value of each metric that is not NaN.
  public static let lastValues = RunParts(rawValue: 1)
  /// Every row of the metric streams.
  public static let curves = RunParts(rawValue: 2)
  /// What probes tried and chose, and their confusion matrices.
  public static let probeDetails = RunParts(rawValue: 4)
  /// Configuration, provenance, labels, artifacts, events, superseded rows and
  /// superseded results of probes.
  public static let circumstances = RunParts(rawValue: 8)

  /// The resolved configuration as JSON, and nothing else of the circumstances.
  public static let configuration = RunParts(rawValue: 16)

  public static let all: RunParts = [.curves, .probeDetails, .circumstances]
}
