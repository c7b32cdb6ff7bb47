package import Torch

/// Classifiers of one form that are trained at once, each with its own weights.
package protocol SideBySideModel {
  /// How many classifiers there are.
  var count: Int { get }
  /// Every parameter, `[classifier, …]`, and whether weight decay applies to it.
  var parameters: [(tensor: Tensor, decays: Bool)] { get }
  /// - Parameter rows: images, int64.
  /// - Returns: `[row, classifier, class]`.
  func logits(_ rows: Tensor) throws(TorchError) -> Tensor
  /// The same classifiers, reading other images.
  func reading(_ features: Tensor) -> Self
}

/// Linear classifiers on one vector an image.
package struct LinearClassifiers: SideBySideModel {
  private let features: Tensor
  private let weights: Tensor
  private let intercepts: Tensor

  /// All weights begin at 0: the loss has one minimum.
  ///
  /// - Parameter features: `[image, channel]`.
  package init(features: Tensor, classes: Int, count: Int) throws(TorchError) {
    self.init(
      features: features,
      weights: try Tensor.zeros([count, classes, features.size(1)], device: features.device)
        .requiringGradient(),
      intercepts: try Tensor.zeros([count, classes], device: features.device)
        .requiringGradient())
  }

  private init(features: Tensor, weights: Tensor, intercepts: Tensor) {
    self.features = features
    self.weights = weights
    self.intercepts = intercepts
  }

  package var count: Int { weights.size(0) }
  package var parameters: [(tensor: Tensor, decays: Bool)] {
    [(weights, true), (intercepts, false)]
  }

  package func logits(_ rows: Tensor) throws(TorchError) -> Tensor {
    try features.indexed(0, by: rows).linear(try weights.flattened(0, 1))
      .reshaped(rows.size(0), count, weights.size(1)) + intercepts
  }

  package func reading(_ features: Tensor) -> LinearClassifiers {
    LinearClassifiers(features: features, weights: weights, intercepts: intercepts)
  }
}

/// Attentive classifiers: a learned query attends to the patches, the result is classified linearly.
///
/// One query, heads of width 64, keys and values by linear maps without intercepts. Since there is
/// one query, queryᵀ(K x) = (Kᵀ query)ᵀ x and Σ a(V x) = V(Σ a x): keys and values of single patches
/// are never made.
package struct AttentiveClassifiers: SideBySideModel {
  package static let headWidth = 64

  private let features: Tensor
  private let standardise: Standardisation?
  /// `[classifier, head, 64]`.
  private let queries: Tensor
  /// `[classifier, head · 64, channel]`.
  private let keys: Tensor
  private let values: Tensor
  private let weights: Tensor
  private let intercepts: Tensor

  /// Heads for a width: as many as fill it.
  package static func heads(channels: Int) -> Int { (channels + headWidth - 1) / headWidth }

  /// - Parameters:
  ///   - features: `[image, token, channel]`, of any precision.
  ///   - standardise: applied to the features of a batch.
  ///   - queries: `[head, 64]`: where every classifier begins.
  ///   - keys: `[head · 64, channel]`.
  ///   - values: `[head · 64, channel]`.
  package init(
    features: Tensor, standardise: Standardisation? = nil, classes: Int, count: Int,
    queries: Tensor, keys: Tensor, values: Tensor
  ) throws(TorchError) {
    func each(_ tensor: Tensor) throws(TorchError) -> Tensor {
      try Tensor.stacked([Tensor](repeating: tensor, count: count)).requiringGradient()
    }
    self.features = features
    self.standardise = standardise
    self.queries = try each(queries)
    self.keys = try each(keys)
    self.values = try each(values)
    weights = try Tensor.zeros([count, classes, keys.size(0)], device: features.device)
      .requiringGradient()
    intercepts = try Tensor.zeros([count, classes], device: features.device).requiringGradient()
  }

  private init(_ other: AttentiveClassifiers, features: Tensor) {
    self.features = features
    standardise = other.standardise
    queries = other.queries
    keys = other.keys
    values = other.values
    weights = other.weights
    intercepts = other.intercepts
  }

  package var count: Int { queries.size(0) }
  package var parameters: [(tensor: Tensor, decays: Bool)] {
    [(queries, false), (keys, true), (values, true), (weights, true), (intercepts, false)]
  }

  package func logits(_ rows: Tensor) throws(TorchError) -> Tensor {
    let raw = try features.indexed(0, by: rows).to(.float32)
    let x = try standardise?(raw) ?? raw
    let (batch, channels) = (x.size(0), x.size(2))
    let (heads, width) = (queries.size(1), Self.headWidth)
    let looks = try queries.unsqueezed(2)
      .matmul(try keys.reshaped(count, heads, width, channels))
      .reshaped(count * heads, channels)
    // [batch, token, classifier · head] → [batch, classifier · head, token].
    let attention = try (x.linear(looks) / Double(width).squareRoot()).transposed(1, 2).softmax()
    let pooled = try attention.matmul(x).transposed(0, 1)
    let mixed = try pooled.matmul(
      try values.reshaped(count * heads, width, channels).transposed(1, 2))
    let vectors = try mixed.reshaped(count, heads, batch, width).permuted(0, 2, 1, 3)
      .flattened(2, 3)
    return try (vectors.matmul(try weights.transposed(1, 2)) + intercepts.unsqueezed(1))
      .transposed(0, 1)
  }

  package func reading(_ features: Tensor) -> AttentiveClassifiers {
    AttentiveClassifiers(self, features: features)
  }
}
