import ArgumentParser
import Experiments
import NeuralNetworks

/// `capi parity`: the engine against numbers that another implementation made.
struct ParityCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Compare the engine with the tensors of a parity file.",
    discussion: """
      Computes everything that the file holds, with the sizes that it states, and prints the \
      largest relative error of each group of tensors.

      Example:
        capi parity ../shared/parity/capi_a.h5 --tolerance 1e-4
      """)

  @Argument(help: "The parity file.", completion: .file(extensions: ["h5"]))
  var file: String

  @Option(help: "The largest relative error that passes (default: 0.0001, in bfloat16 0.2).")
  var tolerance: Double?

  @Flag(help: "Compute with libtorch's operations alone, without this program's own kernels.")
  var composed = false

  @Flag(help: "Compute products and attention in bfloat16.")
  var bfloat16 = false

  func validate() throws {
    if let tolerance, !(tolerance > 0 && tolerance.isFinite) {
      throw ValidationError("--tolerance must be a number above 0, not \(tolerance)")
    }
  }

  func run(in program: Program) throws -> ExitStatus {
    let mode = ComputeMode(
      precision: bfloat16 ? .bfloat16 : .float32, kernels: composed ? .composed : .fused)
    let report = try ParityCheck(
      file: file, tolerance: tolerance ?? (bfloat16 ? 0.2 : 1e-4), mode: mode
    ).run()
    try program.console.print(report.table)
    return report.passed ? .success : .failure
  }
}
