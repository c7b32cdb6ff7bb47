import Experiments
import ArgumentParser
import CapiCore
import Foundation
import Imaging
import Reports
import Store

/// `capi data inspect`: what an experiment's data set holds.
struct DataInspectCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Count an experiment's data set: images, sizes, classes, pixel labels.",
    discussion: """
      Pixel labels are listed with the colour that contact sheets show them in. The fingerprint \
      looks at names, sizes and the beginnings of some files; --full-fingerprint reads all files \
      and gives the SHA-256 of what `sha256sum` prints for them, sorted by path.

      Examples:
        capi data inspect experiments/scenes-quick.yaml
        capi data inspect experiments/camvid-learning.yaml dataset.root=PATH --sheet camvid.png
        capi data inspect experiments/cifar10-quick.yaml dataset.root=PATH --samples 0 --json
        capi data inspect experiments/camvid-learning.yaml dataset.root=PATH --full-fingerprint
      """)

  @Argument(help: "The experiment file.", completion: .file(extensions: ["yaml", "yml"]))
  var experiment: String

  @Argument(help: "Changes to it: dotted.key=value.")
  var overrides: [String] = []

  @Option(help: "Images of each split to look at, spread evenly; 0 for all.")
  var samples = 1000

  @Option(
    help: "Also draw a contact sheet of training images.",
    completion: .file(extensions: ["png"]))
  var sheet: String?

  @Flag(help: "Also read every file and give one hash of all contents.")
  var fullFingerprint = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    ([experiment], overrides)
  }

  func validate() throws {
    if samples < 0 { throw ValidationError("--samples must be 0 or more, not \(samples)") }
  }

  func run(in program: Program) throws -> ExitStatus {
    let dataset = try program.resolver.load(experiment, overrides: overrides)
      .dataset(from: program.registry)
    let surveys = try Split.allCases.map { split in
      (split: split, survey: try DatasetSurvey(dataset, split, limit: samples == 0 ? nil : samples))
    }
    let report = DatasetReport(
      info: dataset.info, fullFingerprint: fullFingerprint ? try fingerprint(dataset) : nil,
      surveys: surveys)
    try program.console.write(
      json ? report.json.prettyJSON + "\n" : report.text(width: program.console.outputWidth))
    if let sheet {
      let shown = min(24, dataset.count(.train))
      let chosen = try (0..<shown).map {
        try dataset.sample(.train, at: $0 * dataset.count(.train) / shown)
      }
      try AtomicFile.write(
        PNG.encode(
          contactSheet(
            chosen, columns: 8, withLabels: LabelPalette.shown(for: dataset.info))),
        to: sheet)
      program.console.error("\(sheet): \(shown) training images")
    }
    return .success
  }

  private func fingerprint(_ dataset: any ImageDataset) throws -> FullFingerprint {
    guard let files = dataset.files else {
      throw CommandError.noFiles(dataset: dataset.info.name)
    }
    return try FullFingerprint(of: files)
  }
}
