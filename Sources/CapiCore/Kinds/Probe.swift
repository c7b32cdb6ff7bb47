public import Imaging
public import Torch

/// Frozen features of one split and what is known of the images.
public struct ProbeData {
  /// One vector a patch: `[image, token, channel]`, float32.
  public let patches: Tensor
  /// Image classes, one an image; `nil` where the data set has none.
  public let labels: [Int]?
  /// Pixel classes `[image, height, width]` row-major, uint8; `nil` where there are none.
  public let pixelLabels: Tensor?

  public init(patches: Tensor, labels: [Int]?, pixelLabels: Tensor?) {
    self.patches = patches
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
  /// Chooses the validation images.
  public let seed: UInt64

  public init(
    train: ProbeData, test: ProbeData, info: DatasetInfo, gridRows: Int, gridColumns: Int,
    seed: UInt64
  ) {
    self.train = train
    self.test = test
    self.info = info
    self.gridRows = gridRows
    self.gridColumns = gridColumns
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
  /// Rows: true class, columns: predicted class.
  public let confusion: [[Int64]]
  public let classNames: [String]
  public let ignoredLabels: [Int]

  public init(
    scores: [Score], grid: [Trial], chosen: [String: String], confusion: [[Int64]],
    classNames: [String], ignoredLabels: [Int]
  ) {
    self.scores = scores
    self.grid = grid
    self.chosen = chosen
    self.confusion = confusion
    self.classNames = classNames
    self.ignoredLabels = ignoredLabels
  }
}

/// A measure of frozen features: fitted on train, chosen on validation, reported on test.
public protocol Probe: Sendable {
  /// Which images it needs; `nil` counts mean all.
  var trainImages: Int? { get }
  var testImages: Int? { get }
  /// Square crops of each image (1: the whole image, resized).
  var cropsPerImage: Int { get }
  /// What the data set must offer.
  var needsPixelLabels: Bool { get }
  func evaluate(_ input: ProbeInput) throws -> ProbeOutcome
}

/// A probe, with its parameters part of the identity.
public protocol ProbeComponent: Component {
  static func make(_ parameters: Parameters) throws -> any Probe
}
