/// What a journal says, record by record.
///
/// The number behind each case is the type in the file; `docs/store-format.md` has the payloads.
public enum JournalEntry: Sendable, Equatable {
  /// 1: the first record of every file.
  case opened(JournalOpening)
  /// 2: a metric of a stream, under a number that rows use; once in each file.
  case metric(MetricDeclaration)
  /// 3: a row of a stream; the record has its step.
  case row(JournalRow)
  /// 4: something happened.
  case event(RunEvent)
  /// 5: a probe's result.
  case probe(ProbeResult)
  /// 6: a file of the run is whole and on the disk. It replaces one of the same path.
  case artifact(Artifact)
  /// 7: a file is no longer part of the run, and may be gone.
  case artifactRemoved(path: String)
  /// 8: the run's state has changed; `utc` is when.
  case state(RunState, reason: String, complete: Bool, utc: String)

  /// The number of the type in the file.
  public var type: UInt16 {
    switch self {
    case .opened: 1
    case .metric: 2
    case .row: 3
    case .event: 4
    case .probe: 5
    case .artifact: 6
    case .artifactRemoved: 7
    case .state: 8
    }
  }
}

extension JournalEntry {
  /// The step that the entry itself names; nil where it names none.
  var ownStep: Int64? {
    switch self {
    case .event(let event): event.step
    case .probe(let result): result.step
    case .artifact(let artifact): artifact.step
    default: nil
    }
  }
}

/// The head of a journal file.
public struct JournalOpening: Sendable, Equatable {
  /// Version of the journal's layout that this program writes.
  public static let currentVersion: UInt32 = 1

  public var version: UInt32
  /// Oldest version of a reader that understands the file.
  public var minimumReader: UInt32
  /// Number of the file, as in its name.
  public var generation: UInt64
  /// The run it belongs to.
  public var runID: String

  public init(
    version: UInt32 = currentVersion, minimumReader: UInt32 = 1, generation: UInt64, runID: String
  ) {
    self.version = version
    self.minimumReader = minimumReader
    self.generation = generation
    self.runID = runID
  }
}

/// A metric under the number that rows of the same file use for it.
public struct MetricDeclaration: Sendable, Equatable {
  /// From 0, ascending.
  public var number: UInt32
  public var stream: String
  public var name: String
  public var unit: String
  public var longName: String
  public var direction: Direction

  public init(
    number: UInt32, stream: String, name: String, unit: String, longName: String,
    direction: Direction
  ) {
    self.number = number
    self.stream = stream
    self.name = name
    self.unit = unit
    self.longName = longName
    self.direction = direction
  }
}

/// One row of a stream.
public struct JournalRow: Sendable, Equatable {
  /// A value of a metric by the metric's number.
  public struct Value: Sendable, Equatable {
    public var metric: UInt32
    public var value: Double

    public init(metric: UInt32, value: Double) {
      self.metric = metric
      self.value = value
    }

    /// Equality by bits.
    public static func == (left: Value, right: Value) -> Bool {
      left.metric == right.metric && left.value.bitPattern == right.value.bitPattern
    }
  }

  public var stream: String
  public var epoch: Double
  /// Seconds since the run began.
  public var wallTime: Double
  public var values: [Value]

  public init(stream: String, epoch: Double, wallTime: Double, values: [Value]) {
    self.stream = stream
    self.epoch = epoch
    self.wallTime = wallTime
    self.values = values
  }

  /// Equality by bits.
  public static func == (left: JournalRow, right: JournalRow) -> Bool {
    left.stream == right.stream && left.epoch.bitPattern == right.epoch.bitPattern
      && left.wallTime.bitPattern == right.wallTime.bitPattern && left.values == right.values
  }
}
