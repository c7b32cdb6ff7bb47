public import CapiCore

/// AdamW and its schedule; warm-up and decay are fractions of the run.
public struct OptimizerSection: ParameterSet {
  public var learningRate = 1e-3
  public var weightDecay = 0.1
  public var beta1 = 0.9
  public var beta2 = 0.95
  public var warmup = 0.1
  public var truncation = 0.8
  public var normWeightDecayScale = 0.1
  public var patchEmbedLearningRateScale = 0.2

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      "learning_rate", \.learningRate, in: 0...10, "Peak learning rate (1e-3 in Table 6)."),
    Field("weight_decay", \.weightDecay, in: 0...10, "Decoupled weight decay (Table 6)."),
    Field("beta1", \.beta1, in: 0...0.999_999, "Decay of the gradient's mean (Table 6)."),
    Field(
      "beta2", \.beta2, in: 0...0.999_999, "Decay of the squared gradient's mean (Table 6)."),
    Field(
      "warmup", \.warmup, in: 0...1, unit: "fraction of the run",
      "Linear rise to the peak (Table 6)."),
    Field(
      "truncation", \.truncation, in: 0...1, unit: "fraction of the half-period",
      "Where the cosine that follows is cut: 0.8 ends at 0.0955 of the peak (Table 6)."),
    Field(
      "norm_weight_decay_scale", \.normWeightDecayScale, in: 0...10, unit: "times weight_decay",
      "Weight decay of the norms' weights (Table 6)."),
    Field(
      "patch_embed_lr_scale", \.patchEmbedLearningRateScale, in: 0...10,
      unit: "times learning_rate", "Learning rate of the patch embedding (Table 6)."),
  ]
}
