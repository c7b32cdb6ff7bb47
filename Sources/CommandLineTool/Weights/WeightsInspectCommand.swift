import ArgumentParser
import CapiCore
import Experiments
import Reports

/// `capi weights inspect`: names, types and shapes of a file of weights.
struct WeightsInspectCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "List the tensors of a file of weights.",
    discussion: """
      Nothing in the file is run: a pickle that asks for code is refused.

      Examples:
        capi weights inspect capi_vitl14.pth
        capi weights inspect runs/demo/checkpoints/step-199.h5 --json
      """)

  @Argument(
    help: "The file.", completion: .file(extensions: ["safetensors", "pth", "pt", "h5"]))
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  func run(in program: Program) throws -> ExitStatus {
    let contents = try WeightReader.contents(of: file)
    if json {
      try program.console.print(WeightsJSON.contents(contents).prettyJSON)
      return .success
    }
    var table = TextTable(
      columns: [.init("tensor"), .init("type"), .init("shape")], leadingColumns: 1)
    for tensor in contents.tensors {
      table.append([.init(tensor.name), .init(tensor.type), .init("\(tensor.shape)")])
    }
    let count = contents.tensors.reduce(0) { $0 + $1.shape.reduce(1, *) }
    var lines = table.text(width: nil, styled: false)
    lines += "\(contents.format), \(contents.tensors.count) tensors, \(count) elements\n"
    if !contents.otherNames.isEmpty {
      lines += "no tensors: \(contents.otherNames.joined(separator: ", "))\n"
    }
    for (key, value) in contents.metadata.sorted(by: { $0.key < $1.key }) {
      lines += "\(key): \(value)\n"
    }
    try program.console.write(lines)
    return .success
  }
}
