import ArgumentParser
import CapiCore
import Experiments
import Store

/// `capi weights export`: a run's network under the names of the reference implementation.
struct WeightsExportCommand: ProgramCommand {
  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case teacher
    case student

    var exported: WeightExport.Subject { self == .teacher ? .teacher : .student }
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the network of a run as safetensors.",
    discussion: """
      Encoder and predictor, in float32, under the names that released CAPI weights have \
      (backbone.patch_embed.weight, …). The run keeps a checkpoint with output.checkpoint=true.

      Example:
        capi weights export runs/scenes-quick-1a2b3c4d --to student.safetensors --subject student
      """)

  @Argument(help: "The run's folder.", completion: .directory)
  var run: String

  @Option(help: "The file to write.", completion: .file(extensions: ["safetensors"]))
  var to: String

  @Option(help: "Whose weights: teacher or student.")
  var subject = Subject.teacher

  @Option(help: "The step whose checkpoint it is (default: the latest).")
  var step: Int64?

  @Flag(help: "Print JSON.")
  var json = false

  func run(in program: Program) throws -> ExitStatus {
    let written = try WeightExport(RunPlace(run).folder).write(subject.exported, step: step, to: to)
    try program.console.print(
      json
        ? WeightsJSON.written(written, to: to).prettyJSON
        : "\(to): \(written.tensors) tensors, \(written.elements) parameters, the "
          + "\(subject.rawValue) after step \(written.step)")
    return .success
  }
}
