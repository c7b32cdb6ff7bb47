public import Store

/// What a worker is to do.
public struct WorkerTask: Sendable, Equatable {
  public var trial: PlannedTrial
  /// The folder of the trial, which exists.
  public var folder: RunFolder
  /// The trial's experiment file, complete in itself.
  public var experimentPath: String
  /// Identity of the sweep, for the record of the run.
  public var sweepID: String
  /// Threads that the worker may use for computing.
  public var threads: Int
  /// A folder that the trials of the sweep share for what is the same for many of them.
  public var sharedPath: String

  /// The command that does it.
  public typealias Builder = @Sendable (WorkerTask) -> WorkerCommand
}
