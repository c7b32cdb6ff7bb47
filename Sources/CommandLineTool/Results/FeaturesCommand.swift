import ArgumentParser
import CapiCore
import Experiments
import Foundation
import Imaging
import Store

/// `capi features`: patch features of a trained network, as a file.
struct FeaturesCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "features",
    abstract: "Write the patch features of a run's network to a file.",
    discussion: """
      Whole images go through the network of a checkpoint; FILE.h5 gets /data [image, row, column, \
      channel] with indices and labels (docs/features.md). Memory stays constant whatever the size. \
      Stopped or killed, the same command continues.

      Examples:
        capi features runs/scenes-quick-1a2b3c4d --to features/test.h5
        capi features runs/demo --split train --dtype float16 --to train.h5
        capi features runs/demo --dataset image-folder dataset.root=photos --to photos.h5
        capi features runs/demo --weights released.pth --to released.h5
      """)

  @Argument(help: "The run's folder, or its run.h5.", completion: .directory)
  var run: String

  @Argument(help: "Changes to the run's experiment: dataset.KEY=VALUE, images.size=VALUE, engine.…")
  var overrides: [String] = []

  @Option(help: "Another data set than the run's; its parameters follow as dataset.KEY=VALUE.")
  var dataset: String?

  @Option(help: "The part of the data set: train, test.")
  var split = Choice(Split.test)

  @Option(help: "Whose weights: student, teacher.")
  var subject = Choice(FeatureRequest.Subject.teacher)

  @Option(help: "How numbers are stored: float32, float16.")
  var dtype = Choice(FeatureLayout.Precision.float32)

  @Option(help: "The step of the checkpoint (default: the last one).")
  var step: Int64?

  @Option(
    help: "File of weights to use in place of the checkpoint's; the run decides the network.",
    completion: .file(extensions: ["safetensors", "pth", "pt", "h5"]))
  var weights: String?

  @Option(help: "The file to write.", completion: .file(extensions: ["h5"]))
  var to: String

  @Flag(help: "Replace a file of that name, and one that was begun for something else.")
  var force = false

  @Option(help: "Threads to compute with, in place of engine.threads.")
  var threads: Int?

  @OptionGroup var plugins: PluginArguments

  func validate() throws {
    if weights != nil, step != nil {
      throw ValidationError("--step names a checkpoint, which --weights replaces; leave one out")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be in 1…1024, not \(threads)")
    }
  }

  func run(in program: Program) async throws -> ExitStatus {
    let folder = try RunPlace(run).folder
    try makeFolder()
    let console = program.console
    let stop = StopSignal { console.error("stopping after this block (once more ends at once)") }
    let isLive = console.isLive
    let outcome = try FeatureExporter(
      registry: program.registry, creatorVersion: Program.version
    ).export(
      FeatureRequest(
        run: folder, overrides: (dataset.map { ["dataset.name=\($0)"] } ?? []) + overrides,
        split: split.value, subject: subject.value, precision: dtype.value, step: step,
        weights: weights, destination: to, replacing: force, threads: threads),
      progress: { done, all in if isLive { console.writeError("\r\(done) of \(all) images") } },
      shouldStop: { stop.signal != nil })
    if isLive { console.writeError("\n") }
    guard let bytes = outcome.bytes else {
      console.error(
        "interrupted: \(outcome.images) of \(outcome.layout.images) images are written; the same "
          + "command continues")
      return .interrupted(signal: stop.signal ?? 2)
    }
    let shape = outcome.layout.shape.map(String.init).joined(separator: " × ")
    let earlier =
      outcome.continuedFrom > 0 ? ", \(outcome.continuedFrom) images from before" : ""
    try console.print(
      "\(to): \(shape) \(dtype.value), \(outcome.origin), \(bytes) "
        + "bytes\(earlier)")
    return .success
  }

  private func makeFolder() throws {
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: to).deletingLastPathComponent(), withIntermediateDirectories: true)
  }
}
