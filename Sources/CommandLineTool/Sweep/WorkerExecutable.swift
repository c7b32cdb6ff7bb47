import CapiCore
import Store
import Foundation
import Sweeps

/// The worker of a sweep: this very program, told to run one trial.
enum WorkerExecutable {
  /// The path of the running executable, whatever name it was started by.
  static func path() throws -> String {
    #if os(Linux)
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    #else
      return Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
  }

  /// - Parameter plugins: those of this process; the worker loads the same files.
  static func command(
    _ executable: String, for task: WorkerTask, plugins: [PluginRecord]
  ) -> WorkerCommand {
    WorkerCommand(
      executable: executable,
      arguments: [
        "run", "--worker", "--sweep-id", task.sweepID, "--threads", String(task.threads),
        "--baselines", task.sharedPath, "--output", task.folder.path,
      ]
        + plugins.filter { !$0.path.isEmpty }.flatMap { ["--plugin", $0.path] } + [
          "--", task.experimentPath,
        ], environment: ThreadWaiting.isSet ? [:] : ThreadWaiting.environment)
  }
}
