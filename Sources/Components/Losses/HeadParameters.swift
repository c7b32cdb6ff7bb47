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

}

extension Field {
  /// The declarations of an MLP head's sizes, for every loss that has such a head.
  static func headSizes(
    hidden: any WritableKeyPath<Owner, Int> & Sendable,
    bottleneck: any WritableKeyPath<Owner, Int> & Sendable,
    layers: any WritableKeyPath<Owner, Int> & Sendable
  ) -> [Field] {
    [
      Field(
        "head_hidden", hidden, in: 1...65536, "Channels inside the MLP head (DINO, iBOT: 2048)."),
      Field(
        "head_bottleneck", bottleneck, in: 1...65536,
        "Channels between the MLP head and the prototypes (DINO, iBOT: 256)."),
      Field(
        "head_layers", layers, in: 1...16,
        "Linear layers of the MLP head, GELU between them (DINO, iBOT: 3)."),
    ]
  }
}
