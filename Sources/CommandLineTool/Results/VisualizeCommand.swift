import CapiCore
import ArgumentParser
import Experiments
import Foundation
import Imaging
import Store

/// `capi visualize`: what a run's features tell apart.
struct VisualizeCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "visualize",
    abstract: "Draw principal components and clusters of a run's features.",
    discussion: """
      Each image becomes one row of sheet.png: the image; the first three principal components \
      over all images as red, green and blue; the same over this image alone; the first four \
      components over all images as maps from blue through white to red; clusters. The single \
      pictures go beside it, as NAME-joint-rgb.png and so on. Where the network has registers, \
      registers.png shows the image and what each register looks at in the last block: its attention \
      to the patches, averaged over the heads, white where it is largest.

      Examples:
        capi visualize runs/camvid-1a2b3c4d --images photos --to pictures
        capi visualize runs/camvid-1a2b3c4d --images photos --to pictures --size 224 --student
      """)

  @Argument(help: "The run's folder.", completion: .directory)
  var run: String

  @Option(help: "A folder of JPEG and PNG images.", completion: .directory)
  var images: String

  @Option(help: "The folder to write to.", completion: .directory)
  var to: String

  @Option(
    help: "Side of the square that each image is brought to, in pixels (default: training's).")
  var size: Int?

  @Option(help: "Images at most, in the order of their names.")
  var count = 8

  @Option(help: "Clusters of the cluster map.")
  var clusters = 16

  @Option(help: "The checkpoint's step (default: the last one).")
  var step: Int64?

  @Flag(help: "Show the student, not the teacher.")
  var student = false

  @OptionGroup var plugins: PluginArguments

  func validate() throws {
    for (name, value, range) in [
      ("count", count, 1...256), ("clusters", clusters, 2...256), ("size", size ?? 1, 1...4096),
    ] where !range.contains(value) {
      throw ValidationError(
        "--\(name) must be in \(range.lowerBound)…\(range.upperBound), not \(value)")
    }
  }

  func run(in program: Program) throws -> ExitStatus {
    let finished = try FinishedRun(try RunPlace(run).folder, registry: program.registry, step: step)
    let files = try ImageFiles.list(images).prefix(count)
    let hasTeacher = !student
    let pictures = try FeaturePictures(
      finished, registry: program.registry, files: Array(files),
      size: size ?? finished.experiment.shapes.imageSize, teacher: hasTeacher, clusters: clusters)
    try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: true)
    try writeRegisters(pictures)
    for row in pictures.rows {
      for (title, picture) in zip(FeaturePictures.titles, row.pictures) where title != "image" {
        try AtomicFile.write(PNG.encode(picture), to: "\(to)/\(row.name)-\(title).png")
      }
    }
    let cells = pictures.rows.flatMap { row in
      row.pictures.map { Sample(image: $0, label: nil, labelMap: nil, identifier: row.name) }
    }
    try AtomicFile.write(
      PNG.encode(contactSheet(cells, columns: FeaturePictures.titles.count)),
      to: "\(to)/sheet.png")
    let shares = pictures.shares.map { String(format: "%.1f %%", 100 * $0) }
    try program.console.print(
      "\(to)/sheet.png: \(pictures.rows.count) images, "
        + "\(hasTeacher ? "teacher" : "student") of step \(finished.step); variance of the "
        + "components: \(shares.joined(separator: ", "))")
    return .success
  }

  private func writeRegisters(_ pictures: FeaturePictures) throws {
    guard let count = pictures.rows.first?.registers.count, count > 0 else { return }
    for row in pictures.rows {
      for (register, picture) in row.registers.enumerated() {
        try AtomicFile.write(
          PNG.encode(picture), to: "\(to)/\(row.name)-register-\(register + 1).png")
      }
    }
    let cells = pictures.rows.flatMap { row in
      (row.pictures.prefix(1) + row.registers).map {
        Sample(image: $0, label: nil, labelMap: nil, identifier: row.name)
      }
    }
    try AtomicFile.write(
      PNG.encode(contactSheet(cells, columns: 1 + count)), to: "\(to)/registers.png")
  }
}
