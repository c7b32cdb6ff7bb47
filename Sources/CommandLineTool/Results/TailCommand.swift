import ArgumentParser
import Reports
import Store

/// `capi tail`: a run while it goes on.
struct TailCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract: "Follow a run: its last rows, then every new one, until it ends.",
    discussion: """
      Reads the run's files only, so it works for any run, of whatever process; the run does not \
      notice. Ends when the run has ended, or its process (then the state is `interrupted`); Ctrl-C \
      ends it before that.

      Examples:
        capi tail runs/demo
        capi tail runs/demo --rows 100 --stream train
      """)

  @Argument(help: "The run's folder, or its run.h5.", completion: .directory)
  var run: String

  @Option(help: "Rows of the past to begin with, in each stream.")
  var rows = 10

  @Option(help: "Only this stream: train.")
  var stream: String?

  func validate() throws {
    if !(0...1_000_000).contains(rows) {
      throw ValidationError("--rows must be in 0…1000000, not \(rows)")
    }
  }

  func run(in program: Program) async throws -> ExitStatus {
    let folder = try RunPlace(run).folder
    var skipped = try past(folder)
    for try await update in Run.follow(folder.path) {
      switch update {
      case .state(let state, let reason):
        try program.console.print(
          reason.isEmpty ? state.rawValue : "\(state.rawValue): \(reason)")
      case .row(let row):
        guard stream == nil || stream == row.name else { continue }
        if let left = skipped[row.name], left > 0 {
          skipped[row.name] = left - 1
        } else {
          try program.console.print(Self.line(row))
        }
      case .event(let event):
        try program.console.print("step \(event.step)  \(event.level.rawValue): \(event.text)")
      case .probe(let result):
        let scores = result.scores.map {
          "\($0.name) \(Self.number($0.value))\($0.unit == "1" ? "" : " \($0.unit)")"
        }
        try program.console.print(
          "step \(result.step)  \(result.name) of \(result.subject): "
            + scores.joined(separator: ", "))
      }
    }
    return .success
  }

  /// Rows of each stream that are not told.
  private func past(_ folder: RunFolder) throws -> [String: Int] {
    var skipped: [String: Int] = [:]
    let streams = try Run.open(folder).record.metrics
    if let stream, !streams.isEmpty, !streams.contains(where: { $0.name == stream }) {
      throw CommandError.noStream(
        stream, path: folder.path, known: streams.map(\.name).joined(separator: ", "))
    }
    for stream in streams {
      skipped[stream.name] = max(0, stream.rowCount - rows)
    }
    return skipped
  }

  private static func line(_ row: MetricStream) -> String {
    let values = row.columns.compactMap { column in
      column.values.first.flatMap { $0.isNaN ? nil : "\(column.name) \(number($0))" }
    }
    return "\(row.name) step \(row.steps.first ?? -1)  " + values.joined(separator: "  ")
  }

  private static func number(_ value: Double) -> String {
    NumberFormat(fitting: [value])(value)
  }
}
