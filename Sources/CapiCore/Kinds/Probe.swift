public import Imaging
public import Torch

/// Frozen features of one split and what is known of the images.
public struct ProbeData {
  /// One vector a patch: `[image, token, channel]`; float32, or float16 in a mapped file.
  public let patches: Tensor
  /// One vector an image: `[image, channel]`, float32.
  public let pooled: Tensor
  /// Image classes, one an image; empty where the data set has none.
  public let labels: [Int]
  /// Pixel classes `[image, size, size]` row-major; empty where there are none.
  public let pixelLabels: [UInt8]

  public init(patches: Tensor, pooled: Tensor, labels: [Int], pixelLabels: [UInt8]) {
    self.patches = patches
    self.pooled = pooled
    self.labels = labels
    self.pixelLabels = pixelLabels
  }
}

/// What a probe is asked: features to learn from, features to be judged on.
public struct ProbeInput {
  public let train: ProbeData
  public let test: ProbeData
  public let info: DatasetInfo
  /// Rows and columns of the token grid.
  public let gridRows: Int
  public let gridColumns: Int
  /// Side of a patch in pixels.
  public let patch: Int
  /// Chooses the validation images.
  public let seed: UInt64
  /// The other network's features of the test images: the teacher's where the student is asked, the
  /// student's where the teacher is. Only for probes that ``Probe/comparesNetworks``.
  public let counterpart: ProbeData?

  public init(
    train: ProbeData, test: ProbeData, info: DatasetInfo, gridRows: Int, gridColumns: Int,
    patch: Int, seed: UInt64, counterpart: ProbeData? = nil
  ) {
    self.train = train
    self.test = test
    self.counterpart = counterpart
    self.info = info
    self.gridRows = gridRows
    self.gridColumns = gridColumns
    self.patch = patch
    self.seed = seed
  }
}

/// What a probe found.
public struct ProbeOutcome: Sendable {
  public struct Score: Sendable {
    public let metric: MetricDefinition
    public let value: Double

    public init(_ metric: MetricDefinition, _ value: Double) {
      self.metric = metric
      self.value = value
    }
  }

  /// One tried setting and its score on the validation images.
  public struct Trial: Sendable {
    public let setting: [String: String]
    public let validation: Double

    public init(setting: [String: String], validation: Double) {
      self.setting = setting
      self.validation = validation
    }
  }

  /// On the test split; the first is the headline.
  public let scores: [Score]
  public let grid: [Trial]
  public let chosen: [String: String]
  /// Rows: true class, columns: predicted class; empty where the probe predicts no classes.
  public let confusion: [[Int64]]
  public let classNames: [String]
  public let ignoredLabels: [Int]
  /// Why the scores may mislead, a sentence each.
  public let warnings: [String]

  public init(
    scores: [Score], grid: [Trial] = [], chosen: [String: String] = [:],
    confusion: [[Int64]] = [], classNames: [String] = [], ignoredLabels: [Int] = [],
    warnings: [String] = []
  ) {
    self.warnings = warnings
    self.scores = scores
    self.grid = grid
    self.chosen = chosen
    self.confusion = confusion
    self.classNames = classNames
    self.ignoredLabels = ignoredLabels
  }
}

/// How an image becomes one vector.
public enum Pooling: String, ParameterChoice {
  /// The mean of its patch tokens.
  case mean
  /// The mean over all places of the predictor's first block (paper, section 3).
  case predictor
}

/// Which images a probe looks at.
public struct ProbeImages: Sendable, Hashable {
  /// Images at most; `nil` for all.
  public var train: Int?
  public var test: Int?
  /// Random square crops of each image; 0 for the whole image, resized.
  public var crops: Int
  public var pooling: Pooling

  public init(train: Int?, test: Int?, crops: Int, pooling: Pooling) {
    self.train = train
    self.test = test
    self.crops = crops
    self.pooling = pooling
  }
}

/// A measure of frozen features: fitted on train, chosen on validation, reported on test.
public protocol Probe: Sendable {
  var images: ProbeImages { get }
  /// Whether it wants the other network's features as well; no by default.
  var comparesNetworks: Bool { get }
  /// Why this probe cannot be asked of a data set; `nil` where it can.
  func refusal(of info: DatasetInfo) -> String?
  func evaluate(_ input: ProbeInput) throws -> ProbeOutcome
}

extension Probe {
  public var comparesNetworks: Bool { false }
}

/// A probe, with its parameters part of the identity.
public protocol ProbeComponent: Component {
  static func make(_ parameters: Parameters) throws -> any Probe
}
