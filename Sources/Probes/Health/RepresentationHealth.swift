public import CapiCore
public import Imaging
import Torch

/// How frozen patch features are spread: no labels, nothing fitted that is then scored.
///
/// All numbers are of the patch tokens of the test images. A collapse shows as an effective rank of
/// a few, a uniformity near 0 and a mean direction near 1; "positional collapse" (paper, section 3)
/// shows as clusters that tell where a patch stands.
public struct RepresentationHealth: ProbeComponent, Probe {
  public struct Parameters: ParameterSet {
    public var testImages: Int?
    public var tokens = 20_000
    public var clusters = 64
    public var neighbours = 10
    public init() {}
    public static let fields: [Field<Self>] = [
      Field<Self>.testLimit(\.testImages),
      Field(
        "tokens", \.tokens, in: 16...10_000_000, unit: "tokens",
        "Patch tokens at most, drawn from the seed; pairs are compared among 2048 of them."),
      Field(
        "clusters", \.clusters, in: 2...100_000,
        "Clusters (spherical k-means) whose dependence on the position is measured."),
      Field(
        "neighbours", \.neighbours, in: 1...1000,
        "Neighbours of a token that student and teacher may share."),
    ]
  }

  public static let name = "representation-health"
  public static let summary =
    "Effective rank, uniformity, norms, positional collapse; student against teacher."

  static let rank = MetricDefinition(
    "effective_rank", unit: "1", "exponential of the entropy of the singular values",
    direction: .higher)
  static let relativeRank = MetricDefinition(
    "relative_rank", unit: "%", "effective rank as a share of the channels", direction: .higher)
  static let uniformity = MetricDefinition(
    "uniformity", unit: "1", "log mean Gaussian similarity of pairs on the sphere",
    direction: .lower)
  static let direction = MetricDefinition(
    "mean_direction", unit: "1", "length of the mean of the features, each of length 1",
    direction: .lower)
  static let norm = MetricDefinition(
    "feature_norm", unit: "1", "mean length of the features", direction: .none)
  static let normSpread = MetricDefinition(
    "feature_norm_spread", unit: "%", "deviation of the features' lengths over their mean",
    direction: .none)
  static let positionInformation = MetricDefinition(
    "position_information", unit: "nat", "mutual information of cluster and position",
    direction: .lower)
  static let positionShare = MetricDefinition(
    "position_share", unit: "%", "share of the clusters' entropy that the position tells",
    direction: .lower)
  static let overlap = MetricDefinition(
    "neighbour_overlap", unit: "%", "nearest neighbours that student and teacher share",
    direction: .none)

  /// Tokens among which all pairs are compared.
  private static let pairTokens = 2048

  private let parameters: Parameters

  public static func make(_ parameters: Parameters) throws -> any Probe {
    Self(parameters: parameters)
  }

  public var images: ProbeImages {
    // No training images are looked at; one is the fewest that can be asked for.
    ProbeImages(train: 1, test: parameters.testImages, crops: 0, pooling: .mean)
  }

  public var comparesNetworks: Bool { true }

  public func refusal(of info: DatasetInfo) -> String? { nil }

  public func evaluate(_ input: ProbeInput) throws -> ProbeOutcome {
    let places = input.gridRows * input.gridColumns
    let all = try input.test.patches.flattened(0, 1)
    let count = all.size(0)
    guard count >= 2 else {
      throw ProbeError("\(Self.name): \(count) patch token; 2 or more are needed")
    }
    var random = RandomStream(seed: input.seed, purpose: "representation-health")
    let order = random.permutation(count)
    let chosen = order.prefix(parameters.tokens).sorted()
    let pairs = Array(order.prefix(min(Self.pairTokens, parameters.tokens)))
    func rows(_ tensor: Tensor, _ indices: [Int]) throws(TorchError) -> Tensor {
      try tensor.indexed(0, by: try Tensor(indices, device: tensor.device)).to(.float32)
    }
    let features = try rows(all, chosen)
    let spread = try FeatureSpread(features)
    let compared = try rows(all, pairs)
    let clusters = try SphericalKMeans.assign(
      features, clusters: min(parameters.clusters, chosen.count), seed: input.seed)
    let position = PositionInformation(
      clusters: clusters, positions: chosen.map { $0 % places }, positionCount: places)
    var scores: [ProbeOutcome.Score] = [
      .init(Self.rank, spread.effectiveRank),
      .init(Self.relativeRank, 100 * spread.effectiveRank / Double(all.size(1))),
      .init(Self.uniformity, try FeatureSpread.uniformity(compared)),
      .init(Self.direction, spread.meanDirection),
      .init(Self.norm, spread.meanNorm),
      .init(Self.normSpread, 100 * spread.normDeviation / spread.meanNorm),
      .init(Self.positionInformation, position.information),
      .init(Self.positionShare, 100 * position.share),
    ]
    if let other = input.counterpart {
      let shared = try NeighbourOverlap.share(
        compared, try rows(try other.patches.flattened(0, 1), pairs),
        neighbours: min(parameters.neighbours, pairs.count - 1))
      scores.append(.init(Self.overlap, 100 * shared))
    }
    return ProbeOutcome(
      scores: scores,
      warnings: spread.effectiveRank < 2
        ? ["the features have collapsed: their effective rank is below 2"] : [])
  }
}
