import ArgumentParser
import CapiCore
import Experiments
import Foundation
import class Torch.Profiler
import YAML

/// `capi bench`: how fast training steps are on this machine.
struct BenchCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time training steps on this machine.",
    discussion: """
      Trains on images that are made up, so that nothing but the step is measured: no data set is \
      read and nothing is written. Without names the four sizes tiny, small, medium and large are \
      measured; large has the paper's encoder.

      Examples:
        capi bench tiny small
        capi bench experiments/scenes-quick.yaml training.batch=64 --steps 50
        capi bench medium --threads 1 --json
      """)

  @Argument(
    help: "tiny, small, medium, large, or experiment files; then changes to them: KEY=VALUE.",
    completion: .file(extensions: ["yaml", "yml"]))
  var arguments: [String] = []

  @Option(help: "Steps to time.")
  var steps = 20

  @Option(help: "Steps before them that are not timed.")
  var warmup = 3

  @Option(help: "Threads to compute with (default: engine.threads, else every core).")
  var threads: Int?

  @Option(
    help: "Record what some further steps do: a file for each, FOLDER/NAME.json.",
    completion: .directory)
  var profile: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: .hidden)
  var onRequest = false

  @OptionGroup var plugins: PluginArguments

  func validate() throws {
    for (name, value, range) in [
      ("steps", steps, 1...1_000_000), ("warmup", warmup, 0...1_000_000),
      ("threads", threads ?? 1, 1...1024),
    ] where !range.contains(value) {
      throw ValidationError(
        "--\(name) must be in \(range.lowerBound)…\(range.upperBound), not \(value)")
    }
    if let profile {
      try? FileManager.default.createDirectory(
        at: URL(filePath: profile), withIntermediateDirectories: true)
      guard Profiler.canWrite(URL(filePath: profile).appending(component: "step.json").path) else {
        throw ValidationError("--profile: \(profile) is no folder that can be written")
      }
    }
  }

  func run(in program: Program) throws -> ExitStatus {
    let experiments = try experiments(program)
    if onRequest {
      try serve(experiments[0].experiment, program)
      return .success
    }
    var entries: [BenchReport.Entry] = []
    for (name, experiment) in experiments {
      program.console.error("\(name): \(warmup) + \(steps) steps")
      entries.append(try measure(name, experiment, program))
    }
    let report = BenchReport(
      entries: entries,
      threads: threads ?? Self.threads(of: experiments[0].experiment),
      peak: try MatrixPeak.measure(experiments[0].experiment))
    try program.console.write(
      json ? report.json.prettyJSON + "\n" : report.text(width: program.console.outputWidth))
    return .success
  }

  private func experiments(
    _ program: Program
  ) throws -> [(name: String, experiment: ResolvedExperiment)] {
    let overrides = arguments.filter { $0.contains("=") }
    let named = arguments.filter { !$0.contains("=") }
    return try (named.isEmpty ? BenchmarkCase.all.map(\.name) : named).map { name in
      guard let sized = BenchmarkCase.all.first(where: { $0.name == name }) else {
        guard FileManager.default.fileExists(atPath: name) else {
          throw CommandError.noBenchmark(
            name, hint: NameSuggestion.hint(for: name, among: BenchmarkCase.all.map(\.name)))
        }
        return (name, try program.resolver.load(name, overrides: overrides))
      }
      var collector = DiagnosticCollector()
      let root = Overrides.tree(sized.overrides + overrides, into: &collector)
      try collector.throwIfAny()
      let document = LoadedDocument(
        root: root ?? .emptyMapping(at: .generated(name)), files: [])
      return (name, try program.resolver.resolve(document))
    }
  }

  private static func threads(of experiment: ResolvedExperiment) -> Int {
    let asked = experiment.configuration.engine.threads
    return asked > 0 ? asked : ProcessInfo.processInfo.activeProcessorCount
  }

  private func measure(
    _ name: String, _ experiment: ResolvedExperiment, _ program: Program
  ) throws -> BenchReport.Entry {
    PeakMemory.reset()
    let benchmark = try StepBenchmark(experiment, registry: program.registry, threads: threads)
    _ = try benchmark.run(warmup, phases: false)
    // Phases cost nothing on the CPU; elsewhere they are timed in steps of their own.
    let isCPU = experiment.configuration.engine.device == .cpu
    let timed = try benchmark.run(steps, phases: isCPU)
    let peak = PeakMemory.bytes
    if let profile {
      let file = URL(filePath: profile).appending(
        component: name.split(separator: "/").joined(separator: "-") + ".json"
      ).path
      program.console.error("\(file):")
      for line in try benchmark.profile(3, writing: file) { program.console.error(line) }
    }
    let parts = isCPU ? timed : try benchmark.run(max(1, steps / 4), phases: true)
    return BenchReport.Entry(
      name: name, experiment: experiment, steps: timed, parts: parts, peakMemory: peak)
  }

  /// Trains as many steps as each line of standard input says, or makes as many passes of the encoder where the line
  /// begins with `features`, and answers with their seconds: so that programs can take turns.
  private func serve(_ experiment: ResolvedExperiment, _ program: Program) throws {
    try program.console.print(
      "{\"experiment\":\(experiment.canonicalJSON),"
        + "\"visible\":\(experiment.shapes.tokens - experiment.shapes.maskedTokens),"
        + "\"predicted\":\(experiment.shapes.predictedTokens)}")
    let benchmark = try StepBenchmark(experiment, registry: program.registry, threads: threads)
    while let line = readLine() {
      let words = line.split(separator: " ")
      guard let count = words.last.flatMap({ Int($0) }),
        words.count == 1 || words.dropLast() == ["features"]
      else { throw CommandError.noStepCount(line) }
      let seconds =
        words.count > 1
        ? try benchmark.features(count) : try benchmark.run(count, phases: false).map(\.seconds)
      try program.console.print(
        "{\"seconds\":[\(seconds.map { "\($0)" }.joined(separator: ","))],"
          + "\"peak_memory_bytes\":\(PeakMemory.bytes ?? 0)}")
    }
  }
}
