/// Operations, parameters and kept activations of one image's forward pass.
struct ForwardCost {
  var operations = 0.0
  var parameters = 0.0
  /// Elements that the backward pass needs.
  var activations = 0.0

  /// x · Wᵀ for a number of tokens.
  mutating func addLinear(tokens: Double, from input: Double, to output: Double) {
    operations += 2 * tokens * input * output
    parameters += input * output
    activations += tokens * output
  }

  /// Transformer blocks: four projections, attention, and an MLP.
  ///
  /// - Parameter context: tokens and width of what is attended to; the tokens themselves where not
  ///   given.
  mutating func addBlocks(
    _ count: Int, tokens: Double, context: (tokens: Double, width: Double)? = nil, width: Double,
    mlpRatio: Double
  ) {
    let (contextTokens, contextWidth) = context ?? (tokens, width)
    var block = ForwardCost()
    // Queries and output; keys and values.
    block.addLinear(tokens: tokens, from: width, to: width)
    block.addLinear(tokens: tokens, from: width, to: width)
    block.addLinear(tokens: contextTokens, from: contextWidth, to: width)
    block.addLinear(tokens: contextTokens, from: contextWidth, to: width)
    // Scores and weighted values; kernels that fuse them keep no matrix of scores.
    block.operations += 4 * tokens * contextTokens * width
    block.addLinear(tokens: tokens, from: width, to: mlpRatio * width)
    block.addLinear(tokens: tokens, from: mlpRatio * width, to: width)
    // Both norms' and GELU's outputs, and the rotated queries and keys.
    block.activations += tokens * width * (2 + mlpRatio) + (tokens + contextTokens) * width
    block.parameters += 2 * width
    operations += Double(count) * block.operations
    parameters += Double(count) * block.parameters
    activations += Double(count) * block.activations
  }
}
