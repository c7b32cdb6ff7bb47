public import CapiCore

/// The head between a prediction and its prototypes (paper, Table 1, "loss (head / loss)").
public enum HeadKind: String, ParameterChoice {
  /// One weight-normalised linear layer.
  case linear
  /// An MLP before it, as in DINO and iBOT.
  case mlp
}

/// The sizes of a head.
public struct HeadShape: Sendable, Hashable {
  public var kind: HeadKind
  /// Channels inside the MLP.
  public var hidden: Int
  /// Channels between the MLP and the prototypes.
  public var bottleneck: Int
  /// Linear layers of the MLP.
  public var layers: Int

  public init(kind: HeadKind, hidden: Int, bottleneck: Int, layers: Int) {
    self.kind = kind
    self.hidden = hidden
    self.bottleneck = bottleneck
    self.layers = layers
  }

  static let hiddenRange = 1...65536
  static let layerRange = 1...16
  static let hiddenDoc = "Channels inside the MLP head (DINO, iBOT: 2048)."
  static let bottleneckDoc = "Channels between the MLP head and the prototypes (DINO, iBOT: 256)."
  static let layersDoc = "Linear layers of the MLP head, GELU between them (DINO, iBOT: 3)."
}
