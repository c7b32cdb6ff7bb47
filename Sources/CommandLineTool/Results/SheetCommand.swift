import ArgumentParser
import CapiCore
import Experiments
import Foundation
import Imaging
import Store

/// `capi sheet`: what an experiment's data set looks like.
struct SheetCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "sheet",
    abstract: "Draw a contact sheet of an experiment's data set as PNG.",
    discussion: """
      Training images in their own size, spread evenly over the data set; below each its \
      pixel labels, where there are any.

      Examples:
        capi sheet experiments/scenes-quick.yaml --to scenes.png
        capi sheet experiments/scenes-quick.yaml images.size=128 --to scenes.png --count 12
      """)

  @Argument(help: "The experiment file.", completion: .file(extensions: ["yaml", "yml"]))
  var experiment: String

  @Argument(help: "Changes to it: dotted.key=value.")
  var overrides: [String] = []

  @Option(help: "The PNG file to write.", completion: .file(extensions: ["png"]))
  var to: String

  @Option(help: "Images on the sheet, at most.")
  var count = 24

  @Option(help: "Images in a row.")
  var columns = 8

  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) {
    ([experiment], overrides)
  }

  func validate() throws {
    if !(1...1000).contains(count) {
      throw ValidationError("--count must be in 1…1000, not \(count)")
    }
    if !(1...100).contains(columns) {
      throw ValidationError("--columns must be in 1…100, not \(columns)")
    }
  }

  func run(in program: Program) throws -> ExitStatus {
    let dataset = try program.resolver.load(experiment, overrides: overrides)
      .dataset(from: program.registry)
    let available = dataset.count(.train)
    let shown = min(count, available)
    let samples = try (0..<shown).map { try dataset.sample(.train, at: $0 * available / shown) }
    let palette = LabelPalette.shown(for: dataset.info)
    let sheet = contactSheet(samples, columns: columns, withLabels: palette)
    try AtomicFile.write(PNG.encode(sheet), to: to)
    try program.console.print("\(to): \(shown) of \(available) training images")
    return .success
  }
}
