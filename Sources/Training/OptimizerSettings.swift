public import NeuralNetworks

/// How the student learns (paper, Table 6).
public struct OptimizerSettings: Sendable, Hashable {
  public var learningRate: Double
  public var beta1: Double
  public var beta2: Double
  public var rules: ParameterRules
  /// Warm-up as a share of the run.
  public var warmup: Double
  /// Share of the cosine's half-period that is run through.
  public var truncation: Double

  public init(
    learningRate: Double, beta1: Double, beta2: Double, rules: ParameterRules, warmup: Double,
    truncation: Double
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.rules = rules
    self.warmup = warmup
    self.truncation = truncation
  }

  public func schedule(steps: Int) -> Schedule {
    Schedule(
      base: learningRate, total: steps, warmupFraction: warmup, truncation: truncation)
  }
}
