import CapiCore
import Components
import Experiments
import Foundation
import Probes
import Store
import Testing

/// A disk that fills up while probes are asked: the run is interrupted, and goes on once there is room.
@Suite(.serialized, .enabled(if: SmallDisk.isPermitted, "mounting a tmpfs is not permitted here"))
struct FullDiskTests {
  private static let experiment = """
    question: Does the road hold?
    dataset: {name: scenes, train: 24, test: 8}
    images: {size: 32}
    model: {width: 16, depth: 1, heads: 2, registers: 4}
    predictor: {name: cross-attention, depth: 1}
    loss: {name: capi, prototypes: 16}
    masking: {name: random}
    prediction: {count: 4}
    training: {steps: 2, batch: 8, workers: 1}
    output: {checkpoint: false}
    probes:
      - {name: knn-segmentation, k: [1], train_images: 12, test_images: 4}
    """

  private let registry: Registry
  private let disk: SmallDisk
  private var run: RunFolder { RunFolder("\(disk.path)/out") }

  init() throws {
    var registry = Registry()
    try registry.registerBuiltInComponents()
    try registry.registerBuiltInProbes()
    self.registry = registry
    disk = try SmallDisk()
  }

  private func execute(
    _ place: String, baselines: String? = nil, atProbing: @escaping () throws -> Void = {}
  ) throws -> RunOutcome {
    let file = "\(disk.path)/experiment.yaml"
    if !FileManager.default.fileExists(atPath: file) {
      try Self.experiment.write(toFile: file, atomically: false, encoding: .utf8)
    }
    let experiment = try ExperimentResolver(catalogs: registry.catalogs)
      .load(file, overrides: ["evaluation.features=\(place)"])
    var options = RunOptions(threads: 1)
    options.baselines = baselines
    return try ExperimentRunner(registry: registry, creatorVersion: "test").run(
      experiment, in: run, options: options, observer: Watch(atProbing), shouldStop: { false })
  }

  /// The run ends as interrupted, with words that name the file; with room it is done.
  private func check(_ error: String?, names path: String) throws {
    let text = try #require(error)
    #expect(text.hasPrefix(path), "\(text)")
    #expect(text.contains(": No space left on device; nothing that was recorded is lost: "))
    let header = try Run.open(run).record.header
    #expect(header.state == .interrupted)
    #expect(header.stateReason.hasPrefix(path))
    #expect(!header.stateReason.contains("Error Domain="))
  }

  @Test func `while features are written`() throws {
    let error = #expect(throws: ExperimentError.self) {
      _ = try execute("disk", atProbing: { try disk.fill(leaving: 32 << 10) })
    }
    try check(error?.description, names: "\(run.path)/.features.")
    try disk.clear()
    let outcome = try execute("disk")
    #expect(outcome.state == .done)
    #expect(outcome.record.probes.count == 4)
    #expect(outcome.record.provenance.attempts.count == 2)
  }

  @Test func `while a folder for baselines is made`() throws {
    let baselines = "\(disk.path)/baselines"
    let error = #expect(throws: ExperimentError.self) {
      _ = try execute("memory", baselines: baselines, atProbing: { try disk.useUpNames() })
    }
    try check(error?.description, names: "\(baselines): the folder cannot be made")
    try disk.clear()
    #expect(try execute("memory", baselines: baselines).state == .done)
  }

  @Test func `what cannot fit is refused before it begins`() throws {
    try disk.fill(leaving: 1 << 20)
    let error = #expect(throws: ExperimentError.self) { _ = try execute("disk") }
    let text = error?.description ?? ""
    // 16 pictures of 32 x 32 pixels in three colours, two bytes each.
    #expect(text.contains(", and 98.3 kB for features of probed images)"), "\(text)")
    #expect(text.hasSuffix(" or features in memory (evaluation.features=memory)"))
  }
}

/// Does something when the first probe is asked.
private final class Watch: RunObserver {
  private var atProbing: (() throws -> Void)?

  init(_ atProbing: @escaping () throws -> Void) { self.atProbing = atProbing }

  func step(_ step: Int, of steps: Int, batch: Int, values: [LoggedValue]) {}
  func warning(_ text: String) {}
  func note(_ text: String) {}

  func stage(_ text: String) {
    guard text.hasPrefix("probing") else { return }
    do { try atProbing?() } catch { Issue.record(error) }
    atProbing = nil
  }
}

/// A tmpfs of 8 MiB and 64 names, as long as the value lives.
private final class SmallDisk {
  let path: String

  static let isPermitted = (try? SmallDisk()) != nil

  init() throws {
    path = NSTemporaryDirectory() + "small-disk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard Self.call("mount", "-t", "tmpfs", "-o", "size=8m,nr_inodes=64", "tmpfs", path) else {
      try FileManager.default.removeItem(atPath: path)
      throw CocoaError(.featureUnsupported)
    }
  }

  deinit {
    _ = Self.call("umount", "-l", path)
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func call(_ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  /// Uses up all space but a rest.
  func fill(leaving rest: Int64) throws {
    let free = try #require(RunFolder(path).availableBytes)
    try Data(repeating: 1, count: Int(free - rest)).write(to: URL(fileURLWithPath: "\(path)/full"))
  }

  /// Uses up all names that files can have.
  func useUpNames() throws {
    var number = 0
    while FileManager.default.createFile(atPath: "\(path)/full-\(number)", contents: nil) {
      number += 1
    }
    try #require(number > 0)
  }

  func clear() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path)
    where name.hasPrefix("full") {
      try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
  }
}
