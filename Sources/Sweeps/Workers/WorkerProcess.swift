internal import Subprocess

/// Runs one worker process to its end.
struct WorkerProcess: Sendable {
  let command: WorkerCommand
  let log: TrialLog
  let stop: StopSwitch
  /// How long a worker may take to seal what it has after SIGTERM.
  let grace: Duration
  /// How long the worker may run; nil for as long as it takes.
  var limit: Duration?

  /// Starts the process, passes its events on, and returns when it has ended. Never throws: what
  /// goes wrong is in the report.
  func run(_ received: @escaping @Sendable (ProgressEvent) -> Void) async -> WorkerReport {
    var options = PlatformOptions()
    // A group of its own: Ctrl-C reaches the sweep alone, which then decides for all workers.
    options.processGroupID = 0
    let environment = command.environment.reduce(into: [Environment.Key: String?]()) {
      if let key = Environment.Key(rawValue: $1.key) { $0[key] = $1.value }
    }
    let stated = LockedValue<String?>(nil)
    let hasExceeded = LockedValue(false)
    let killsBefore = MemoryKills.count
    do {
      let result = try await Subprocess.run(
        executable,
        arguments: Arguments(command.arguments), environment: .inherit.updating(environment),
        platformOptions: options, input: .none, output: .sequence, error: .sequence
      ) { execution in
        let (requests, end) = stop.listen()
        await withTaskGroup(of: Void.self) { group in
          group.addTask { await forward(requests, to: execution) }
          if let limit {
            group.addTask {
              guard (try? await Task.sleep(for: limit)) != nil else { return }
              hasExceeded.set(true)
              await terminate(execution)
            }
          }
          await withTaskGroup(of: Void.self) { streams in
            streams.addTask {
              await Self.lines(of: execution.standardOutput) { line in
                guard let event = ProgressEvent(jsonLine: line) else { return log.output(line) }
                if case .failed(let reason) = event { stated.set(reason) }
                received(event)
              }
            }
            streams.addTask { await Self.lines(of: execution.standardError) { log.error($0) } }
          }
          end()
          group.cancelAll()
        }
      }
      let exit: WorkerExit =
        switch result.terminationStatus {
        case .exited(let code): .code(code)
        case .signaled(let number): .signal(number)
        }
      var report = WorkerReport(exit: exit, statedReason: stated.value, lastLine: log.lastLine)
      report.exceededLimit = hasExceeded.value ? limit : nil
      if exit == .signal(9), let killsBefore, let kills = MemoryKills.count {
        report.memoryRanOut = kills > killsBefore
      }
      return report
    } catch {
      return WorkerReport(exit: .notStarted("\(command.executable): \(error)"))
    }
  }

  private var executable: Executable {
    command.executable.contains("/")
      ? .path(Self.literal(command.executable)) : .name(command.executable)
  }

  /// Makes a value whose type belongs to swift-system, which this module need not depend on.
  private static func literal<Path: ExpressibleByStringLiteral>(_ text: String) -> Path
  where Path.StringLiteralType == String { Path(stringLiteral: text) }

  private func forward<Input, Output, Failure>(
    _ requests: AsyncStream<StopRequest>, to execution: Execution<Input, Output, Failure>
  ) async {
    await withTaskGroup(of: Void.self) { group in
      for await request in requests {
        switch request {
        case .immediate: try? execution.send(signal: .kill, toProcessGroup: true)
        case .orderly:
          group.addTask { await terminate(execution) }
        }
      }
      group.cancelAll()
    }
  }

  /// SIGTERM, and SIGKILL when that has not ended the process in time. Cancelled when it has.
  private func terminate<Input, Output, Failure>(
    _ execution: Execution<Input, Output, Failure>
  ) async {
    try? execution.send(signal: .terminate, toProcessGroup: true)
    guard (try? await Task.sleep(for: grace)) != nil else { return }
    try? execution.send(signal: .kill, toProcessGroup: true)
  }

  /// A stream that breaks off is a stream that has ended; the exit code says the rest.
  private static func lines(
    of stream: SubprocessOutputSequence, _ take: (String) -> Void
  ) async {
    do {
      for try await line in stream.strings() { take(line) }
    } catch {}
  }
}
