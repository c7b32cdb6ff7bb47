/// What is known of a worker once it has ended.
struct WorkerReport: Sendable, Equatable {
  var exit: WorkerExit
  /// The reason the worker itself gave, in a `failed` event.
  var statedReason: String?
  /// The last line it wrote to standard error, or else to standard output.
  var lastLine: String?

  /// Why the worker did not succeed, in one line.
  var failureReason: String {
    switch exit {
    case .notStarted(let why): "the worker could not be started: \(why)"
    case .signal(9):
      "the worker was killed (signal 9), as the system does when memory runs out"
    case .signal(let number): "the worker was ended by signal \(number)"
    case .code(let code):
      statedReason ?? lastLine ?? "the worker ended with exit code \(code) and said nothing"
    }
  }
}
