internal import Foundation
public import Store

/// How a sweep is run; none of it changes results.
public struct SweepOptions: Sendable, Equatable {
  /// Trials that run at the same time, each in a process of its own.
  public var workers: Int
  /// Cores to divide among the workers.
  public var cores: Int
  /// Memory to divide among the workers, in bytes; 0 where it is not known.
  public var memory: Int64
  /// Threads of each worker, in place of its share of the cores.
  public var threads: Int?
  /// Ways to divide the machine, of which the fastest is taken by training a few steps in each;
  /// none: `workers` and `threads` as they are.
  public var layouts: [StepMeasurement.Layout] = []
  /// Whether layouts are tried however short the sweep is.
  public var measuresAlways = false
  public var order = TrialOrder.asListed
  /// Whether no further trial is started once one has failed.
  public var failsFast = false
  /// The numbers of the trials to run; nil for all.
  public var only: Set<Int>?
  /// Whether trials that failed before are started again.
  public var retriesFailed: Bool
  /// How long one trial may take; nil for as long as it takes.
  public var timeLimit: Duration?
  /// Other sweeps' folders, in which finished trials are looked for.
  public var reused: [SweepFolder] = []
  /// Whether this is a further worker of a sweep that another process may be running: the plan is
  /// the folder's, and nothing is refused for being in use.
  public var joins = false
  /// How long workers may take to seal what they have after Ctrl-C.
  public var grace: Duration
  /// How long to wait before looking again at trials that others run.
  public var patience: Duration = .milliseconds(300)

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
    memory = MachineMemory.bytes
  }

  /// Threads for one worker: what the experiment asks for, else its share of the cores.
  ///
  /// The order in which floating-point sums are made depends on the number of threads only where
  /// libtorch's own kernels do; see docs/architecture.md.
  func threads(for trial: PlannedTrial) -> Int {
    threads ?? (trial.configuration.threads > 0 ? trial.configuration.threads : share)
  }

  private var share: Int { max(1, cores / workers) }

  /// How machine and workers fit: "2 workers with 1 thread and 3.9 GiB each (2 cores, 7.8 GiB)".
  public func division(workers used: Int) -> String {
    let threads = self.threads ?? max(1, cores / max(1, used))
    func plural(_ count: Int, _ word: String) -> String {
      count == 1 ? "1 \(word)" : "\(count) \(word)s"
    }
    func size(_ bytes: Int64) -> String {
      "\(FixedText.text(Double(bytes) / Double(1 << 30), decimals: 1)) GiB"
    }
    let each = used == 1 ? "" : " each"
    let memoryShare = memory > 0 ? " and \(size(memory / Int64(max(1, used))))" : ""
    let whole = memory > 0 ? "\(plural(cores, "core")), \(size(memory))" : plural(cores, "core")
    return
      "\(plural(used, "worker")) with \(plural(threads, "thread"))\(memoryShare)\(each) (\(whole))"
  }
}
