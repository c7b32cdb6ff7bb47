public import CapiCore

/// What a run leaves behind beside its metrics; none of it is part of an experiment's identity.
public struct OutputSection: ParameterSet {
  public var checkpoint = true

  public init() {}

  public static var fields: [Field<Self>] {
    [
      Field(
        "checkpoint", \.checkpoint, semantic: false,
        "Keep the weights of the last step in checkpoints/.")
    ]
  }
}
