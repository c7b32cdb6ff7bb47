public import CapiCore
public import NeuralNetworks

/// The encoder: a pre-norm vision transformer with register tokens.
public struct ModelSection: ParameterSet {
  public var name = ModelSize.custom
  public var patch = 8
  public var width = 128
  public var depth = 4
  public var heads = 4
  public var mlpRatio = 4.0
  public var registers = 16
  public var stochasticDepth = 0.0
  public var stochasticDepthMode = StochasticDepth.Mode.efficient
  public var weights: String?

  public init() {}

  /// The model of a name, before any other key changes it.
  public init(_ name: ModelSize) {
    self.name = name
    if let sizes = name.sizes { (width, depth, heads) = sizes }
  }

  /// The keys that a name decides where the file does not.
  static let namedKeys = ["width", "depth", "heads"]

  public static let fields: [Field<Self>] = [
    Field(
      "name", \.name, semantic: false,
      "A size by name, which decides width, depth and heads where they are not given; the "
        + "sizes, not the name, are part of the identity."),
    Field(
      "patch", \.patch, in: 1...256, unit: "pixels",
      "Side of a square patch; divides images.size (14 in the paper's ViT-L/14)."),
    Field("width", \.width, in: 4...8192, unit: "channels", "Channels of a token."),
    Field("depth", \.depth, in: 1...128, unit: "blocks", "Transformer blocks of the encoder."),
    Field("heads", \.heads, in: 1...256, "Attention heads of a block; they share the width."),
    Field(
      "mlp_ratio", \.mlpRatio, in: 0.25...16, unit: "times the width",
      "Hidden channels of a block's MLP (4 in the paper)."),
    Field(
      "registers", \.registers, in: 0...1024, unit: "tokens",
      "Learned tokens before the patches; a multiple of 4 (Table 1: 16)."),
    Field(
      "stochastic_depth", \.stochasticDepth, in: 0...0.9, unit: "fraction of the images",
      "Share of images that skip a residual branch in training (0.2 in Table 6)."),
    Field(
      "stochastic_depth_mode", \.stochasticDepthMode,
      "'efficient': a random subset of the batch goes through a branch (the reference); "
        + "'naive': each image is dropped on its own, all are computed."),
    Field(
      file: "weights", \.weights,
      "File whose weights the student starts with, encoder and predictor: safetensors, a state "
        + "dict of PyTorch, or a checkpoint of capi; null: initial weights of the seed."),
  ]
}
