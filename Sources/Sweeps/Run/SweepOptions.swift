internal import Foundation

/// How a sweep is run; none of it changes results.
public struct SweepOptions: Sendable, Equatable {
  /// Trials that run at the same time, each in a process of its own.
  public var workers: Int
  /// Cores to divide among the workers.
  public var cores: Int
  /// Whether trials that failed before are started again.
  public var retriesFailed: Bool
  /// How long workers may take to seal what they have after Ctrl-C.
  public var grace: Duration

  /// - Parameters:
  ///   - workers: from 1.
  ///   - cores: the machine's when nil.
  ///   - retriesFailed: whether trials that failed before are started again.
  ///   - grace: how long workers may take to end after SIGTERM before they are killed.
  public init(
    workers: Int = 1, cores: Int? = nil, retriesFailed: Bool = false,
    grace: Duration = .seconds(60)
  ) {
    self.workers = max(1, workers)
    self.cores = max(1, cores ?? ProcessInfo.processInfo.activeProcessorCount)
    self.retriesFailed = retriesFailed
    self.grace = grace
  }

  /// Threads for one worker: what the experiment asks for, else its share of the cores.
  ///
  /// The order in which floating-point sums are made depends on the number of threads. An
  /// experiment that sets `engine.threads` gives bit-identical results with any number of workers.
  func threads(for trial: PlannedTrial) -> Int {
    trial.configuration.threads > 0 ? trial.configuration.threads : max(1, cores / workers)
  }
}
