/// A table of values logged together, one row for each time of logging.
///
/// `steps`, `epochs`, `wallTimes`, `attempts` and the values of every column have one entry a row.
public struct MetricStream: Sendable, Equatable {
  /// Name of the stream, "train" for instance.
  public var name: String
  /// The step of each row.
  public var steps: [Int64]
  /// Passes over the data set so far, in fractions.
  public var epochs: [Double]
  /// Seconds since the run began.
  public var wallTimes: [Double]
  /// Which start of the run the row comes from, from 0.
  public var attempts: [Int64]
  public var columns: [MetricColumn]

  public init(
    name: String, steps: [Int64] = [], epochs: [Double] = [], wallTimes: [Double] = [],
    attempts: [Int64] = [], columns: [MetricColumn] = []
  ) {
    self.name = name
    self.steps = steps
    self.epochs = epochs
    self.wallTimes = wallTimes
    self.attempts = attempts
    self.columns = columns
  }

  public var rowCount: Int { steps.count }

  /// The column of that name, if there is one.
  public func column(_ name: String) -> MetricColumn? {
    columns.first { $0.name == name }
  }

  /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
  public static func == (left: MetricStream, right: MetricStream) -> Bool {
    left.name == right.name && left.steps == right.steps
      && left.epochs.hasSameBits(as: right.epochs)
      && left.wallTimes.hasSameBits(as: right.wallTimes)
      && left.attempts == right.attempts && left.columns == right.columns
  }
}
