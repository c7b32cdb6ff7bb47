/// What is known of a worker once it has ended.
struct WorkerReport: Sendable, Equatable {
  var exit: WorkerExit
  /// The reason the worker itself gave, in a `failed` event.
  var statedReason: String?
  /// The last line it wrote to standard error, or else to standard output.
  var lastLine: String?

  /// How long it was allowed to run, when it was ended for that.
  var exceededLimit: Duration?
  /// Whether the system killed a process for lack of memory while the worker ran, and the worker
  /// was killed.
  var memoryRanOut = false

  /// Why the worker did not succeed, in one line.
  var failureReason: String {
    if let exceededLimit {
      return "time limit of \(DurationText.text(seconds: exceededLimit.seconds)) exceeded"
    }
    return switch exit {
    case .notStarted(let why): "the worker could not be started: \(why)"
    case .signal(let number) where memoryRanOut:
      "the worker was killed by \(SignalName.text(number)): the system ran out of memory"
    case .signal(let number): "the worker was ended by \(SignalName.text(number))"
    case .code(let code):
      statedReason ?? lastLine ?? "the worker ended with exit code \(code) and said nothing"
    }
  }
}
