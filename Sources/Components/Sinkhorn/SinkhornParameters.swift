public import CapiCore

/// What both variants of Sinkhorn-Knopp take.
public struct SinkhornParameters: ParameterSet {
  public var iterations = 3
  public var queue = 0
  public init() {}
  public static let fields: [Field<Self>] = [
    Field(
      "iterations", \.iterations, in: 1...100, "Pairs of column and row divisions (Table 6)."),
    Field(
      "queue", \.queue, in: 0...1024, unit: "batches",
      "Earlier batches whose embeddings complete each problem, for batches smaller than the "
        + "number of prototypes."),
  ]
}
