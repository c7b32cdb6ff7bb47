/// How a worker process ended.
enum WorkerExit: Sendable, Equatable {
  case code(Int32)
  case signal(Int32)
  /// It could not be started at all.
  case notStarted(String)

  var isSuccess: Bool { self == .code(0) }
}
