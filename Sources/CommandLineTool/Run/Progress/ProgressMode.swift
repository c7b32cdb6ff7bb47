import ArgumentParser

/// How a run tells what it does.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// ``live`` on a terminal, else ``lines``.
  case auto
  case live
  case lines
  case json
  case none

  func reporter(_ console: Console) -> any RunReporter {
    switch self {
    case .auto: (console.isLive ? ProgressMode.live : .lines).reporter(console)
    case .live:
      LiveReporter(width: console.errorWidth) { console.writeError($0) }
    case .lines: LineReporter { console.error($0) }
    // A reader that has gone away does not end a run.
    case .json: EventReporter { try? console.print($0) }
    case .none: LineReporter { _ in }
    }
  }
}
