/// How AdamW treats a parameter, by its role (paper, Table 6).
public struct ParameterRules: Sendable, Hashable {
  public var weightDecay: Double
  /// Weight decay of norm weights, as a fraction of ``weightDecay``.
  public var normWeightDecayScale: Double
  /// Learning rate of the patch embedding, as a fraction of the others'.
  public var patchEmbeddingRateScale: Double

  public init(
    weightDecay: Double, normWeightDecayScale: Double = 0.1, patchEmbeddingRateScale: Double = 0.2
  ) {
    self.weightDecay = weightDecay
    self.normWeightDecayScale = normWeightDecayScale
    self.patchEmbeddingRateScale = patchEmbeddingRateScale
  }

  /// The clustering head's rules: one rate and one decay for all, as AdamW's defaults.
  public static func uniform(weightDecay: Double) -> ParameterRules {
    ParameterRules(
      weightDecay: weightDecay, normWeightDecayScale: 1, patchEmbeddingRateScale: 1)
  }

  /// Learning-rate factor and weight decay of a role.
  public func treatment(of role: Parameter.Role) -> (rateScale: Double, weightDecay: Double) {
    switch role {
    case .weight: (1, weightDecay)
    case .norm: (1, weightDecay * normWeightDecayScale)
    case .bias: (1, 0)
    case .patchEmbeddingWeight: (patchEmbeddingRateScale, weightDecay)
    case .patchEmbeddingBias: (patchEmbeddingRateScale, 0)
    case .frequency: (0, weightDecay)
    }
  }
}
