import ArgumentParser
import CapiCore
import Experiments
import Foundation
import Imaging
import NeuralNetworks
import Store
import Training

/// `capi masks`: what an experiment's masks look like.
struct MasksCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "masks",
    abstract: "Draw the masks of an experiment as PNG.",
    discussion: """
      The first masks of the training, over the centre of images spread evenly over the \
      training split: visible patches as they are, hidden ones dark, patches to predict orange.

      Examples:
        capi masks experiments/scenes-quick.yaml --to masks.png
        capi masks experiments/scenes-quick.yaml masking=multi-block --plain --to masks.png
      """)

  @Argument(help: "The experiment file.", completion: .file(extensions: ["yaml", "yml"]))
  var experiment: String

  @Argument(help: "Changes to it: dotted.key=value.")
  var overrides: [String] = []

  @Option(help: "The PNG file to write.", completion: .file(extensions: ["png"]))
  var to: String

  @Option(help: "Masks on the sheet.")
  var count = 24

  @Option(help: "Masks in a row.")
  var columns = 8

  @Flag(help: "Draw plain grids; the data set is not opened.")
  var plain = false

  @OptionGroup var plugins: PluginArguments

  var configurationFiles: (paths: [String], overrides: [String]) { ([experiment], overrides) }

  func validate() throws {
    if !(1...1000).contains(count) {
      throw ValidationError("--count must be in 1…1000, not \(count)")
    }
    if !(1...100).contains(columns) {
      throw ValidationError("--columns must be in 1…100, not \(columns)")
    }
  }

  func run(in program: Program) throws -> ExitStatus {
    let resolved = try program.resolver.load(experiment, overrides: overrides)
    let (configuration, shapes) = (resolved.configuration, resolved.shapes)
    let grid = TokenGrid(rows: shapes.gridRows, columns: shapes.gridColumns)
    let sampler = MaskSampler(
      strategy: try program.registry.maskings.make(configuration.masking, grid), grid: grid,
      predicted: shapes.predictedTokens, seed: UInt64(configuration.general.seed))
    // Whole pixels to a patch, and pictures large enough to see.
    let scale = max(1, 192 / shapes.imageSize)
    let picture = MaskPicture(cell: shapes.patch * scale, grid: grid)
    let images = plain ? nil : try Self.images(resolved, in: program, count: count)
    let samples = (0..<count).map { position in
      let (hidden, predicted) = sampler.places(position: position)
      let image = images.map { images in
        Self.centre(of: images[position % images.count], size: shapes.imageSize * scale)
      }
      return Sample(
        image: picture.draw(image, hidden: hidden, predicted: predicted), label: nil,
        labelMap: nil, identifier: "\(position)")
    }
    try AtomicFile.write(PNG.encode(contactSheet(samples, columns: columns)), to: to)
    try program.console.print(
      "\(to): \(count) masks of '\(configuration.masking.name)' on \(grid.rows)×\(grid.columns) "
        + "patches: \(shapes.tokens - shapes.maskedTokens) visible, \(shapes.maskedTokens) hidden, "
        + "\(shapes.predictedTokens) predicted")
    return .success
  }

  private static func images(
    _ experiment: ResolvedExperiment, in program: Program, count: Int
  ) throws -> [RGBImage] {
    let dataset = try experiment.dataset(from: program.registry)
    let available = dataset.count(.train)
    let shown = min(count, available)
    return try (0..<shown).map { try dataset.sample(.train, at: $0 * available / shown).image }
  }

  private static func centre(of image: RGBImage, size: Int) -> RGBImage {
    Resize.bicubic(
      image, region: .centralSquare(width: image.width, height: image.height), width: size,
      height: size)
  }
}
