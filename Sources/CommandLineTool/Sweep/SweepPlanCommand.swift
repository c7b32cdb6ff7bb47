import ArgumentParser
import CapiCore
import Foundation
import Sweeps

/// `capi sweep plan`: the trials of a file; nothing is started or written.
struct SweepPlanCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "List the trials of a sweep file.",
    discussion: """
      Checks every trial as `capi run` would, and estimates what all of them cost. Nothing is \
      written, and nothing started unless --measure trains a few steps of each kind of trial.

      Examples:
        capi sweep plan sweeps/demo.yaml
        capi sweep plan sweeps/demo.yaml --measure
        capi sweep plan sweeps/demo.yaml training.steps=50 seeds='[0, 1, 2]' --json
      """)

  @OptionGroup var arguments: SweepArguments
  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    ([arguments.sweep], arguments.overrides)
  }

  @Flag(help: "Train a few steps of each kind of trial, with one worker and with several.")
  var measure = false

  @Option(help: "Floating-point operations a second to reckon with, in billions.")
  var rate: Double?

  func validate() throws {
    if let rate, rate <= 0 { throw ValidationError("--rate must be above 0, not \(rate)") }
  }

  /// What one core may reach in training small models: a guess, which `--measure` replaces.
  private static let operationsPerCore = 20e9

  func run(in program: Program) async throws -> ExitStatus {
    let plan = try arguments.plan(program)
    var measured: StepMeasurement.Outcome?
    let estimate: PlanEstimate
    if measure {
      let outcome = try await SweepMeasuring.measure(
        plan, program: program)
      measured = outcome
      estimate = PlanEstimate(
        of: plan, secondsPerStep: outcome.secondsPerStep, workers: outcome.layout.workers,
        basis: "measured with \(outcome.layout.text)")
    } else {
      let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
      estimate = PlanEstimate(
        of: plan, operationsPerSecond: rate.map { $0 * 1e9 } ?? Self.operationsPerCore * cores)
    }
    if arguments.json {
      try program.console.print(
        SweepJSON.plan(plan, estimate: estimate, measured: measured).prettyJSON)
      return .success
    }
    let question = plan.question.isEmpty ? "" : plan.question + "\n\n"
    var text = question + plan.table + "\n" + estimate.text
    if let measured { text += "\n" + measured.lines.joined(separator: "\n") }
    for problem in plan.dataProblems {
      text += "\nidentities are provisional: the data cannot be opened: \(problem)"
    }
    try program.console.print(text)
    return .success
  }
}
