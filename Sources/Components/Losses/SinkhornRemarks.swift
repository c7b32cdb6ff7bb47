import CapiCore

/// What people should know of a loss that balances prototypes by Sinkhorn.
enum SinkhornRemarks {
  static func text(
    prototypes: Int, _ sinkhorn: any SinkhornAlgorithm, _ shapes: ExperimentShapes
  ) -> [String] {
    let available = sinkhorn.tokensPerProblem(batch: shapes.batch, tokens: shapes.tokens)
    guard prototypes > available else { return [] }
    return [
      "\(prototypes) prototypes but only \(available) tokens in a Sinkhorn problem: "
        + "every target is spread over several prototypes; use fewer prototypes, a larger batch "
        + "or sinkhorn.queue"
    ]
  }
}
