import Foundation

/// How libtorch's threads wait for one another: asleep, not spinning.
///
/// OpenMP threads spin by default. As soon as there are more busy threads than cores (the loader's,
/// another program's), each operation then waits for a thread that another one's spinning keeps off
/// its core, and training takes many times as long.
enum ThreadWaiting {
  /// What makes it so; the OpenMP run-time reads it when it is loaded, before `main`.
  static let environment = ["OMP_WAIT_POLICY": "passive"]

  /// Whether the user has said how threads wait.
  static var isSet: Bool {
    ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"].contains {
      ProcessInfo.processInfo.environment[$0] != nil
    }
  }

  /// Starts the program again in place, with the environment set, unless it is set already.
  ///
  /// Where that cannot be done, the program goes on as it is: slower perhaps, not wrong.
  static func startAgainIfUnset() {
    guard !isSet, let executable = try? WorkerExecutable.path() else { return }
    for (name, value) in environment { setenv(name, value, 1) }
    execv(executable, CommandLine.unsafeArgv)
  }
}
