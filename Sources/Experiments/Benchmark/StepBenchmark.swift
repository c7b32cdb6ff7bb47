public import CapiCore
import Foundation
import NeuralNetworks
import Torch
public import Training

/// Times the training steps of an experiment on images that are made up once: no data set is read and
/// nothing is written.
public final class StepBenchmark {
  /// One step, in seconds.
  public struct Step: Sendable {
    public let seconds: Double
    /// Seconds of each phase; empty where they were not asked for.
    public let phases: [StepPhase: Double]
  }

  private let step: TrainingStep
  private let student: Backbone
  private let masks: MaskSampler
  private let images: Tensor
  private let batch: Int
  private let device: Device
  private var index = 0

  /// - Parameters:
  ///   - experiment: whose networks, loss and batch are taken.
  ///   - threads: of the CPU's operations; nil for what the experiment says.
  /// - Throws: when the device is not there or a component cannot be made.
  public init(_ experiment: ResolvedExperiment, registry: Registry, threads: Int? = nil) throws {
    let configuration = experiment.configuration
    device = try configuration.engine.torchDevice()
    let threads = threads ?? configuration.engine.threads
    Runtime.setThreads(threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount)
    let networks = NetworkFactory(
      registry: registry, configuration: configuration, shapes: experiment.shapes, device: device)
    student = try networks.student()
    let target = try networks.target(student: student)
    step = try networks.step(
      student: student, target: target, loss: try networks.loss(student: student, target: target))
    masks = try networks.masks()
    batch = configuration.training.batch
    let size = configuration.images.size
    images = try Tensor.normal(
      [batch, 3, size, size],
      generator: try Generator(seed: UInt64(configuration.general.seed), purpose: "bench-images")
    ).to(device)
  }

  /// Trains further steps.
  ///
  /// - Parameters:
  ///   - steps: how many.
  ///   - phases: whether phases are timed. On a device beside the CPU that waits for the device after
  ///     each, which makes the step longer.
  /// - Throws: what the step throws, and ``ExperimentError`` when a number is not finite.
  public func run(_ steps: Int, phases: Bool) throws -> [Step] {
    defer { step.phaseEnded = nil }
    return try (0..<steps).map { _ in try timed(phases: phases) }
  }

  /// Passes whole images through the encoder, as probes and exports of features do.
  ///
  /// - Returns: seconds of each pass over a batch.
  public func features(_ passes: Int) throws -> [Double] {
    let clock = ContinuousClock()
    return try (0..<passes).map { _ in
      let start = clock.now
      _ = try noGrad { try student.encoder(images).patches }
      try device.synchronize()
      return (clock.now - start) / .seconds(1)
    }
  }

  /// Trains further steps and records what libtorch does in them.
  ///
  /// - Parameter path: a file for the trace.
  /// - Returns: lines to read.
  public func profile(_ steps: Int, writing path: String) throws -> [String] {
    let profiler = try Profiler(device: device)
    _ = try run(steps, phases: false)
    try device.synchronize()
    return ProfileText.lines(try profiler.stop(writing: path), steps: steps)
  }

  private func timed(phases: Bool) throws -> Step {
    let clock = ContinuousClock()
    let start = clock.now
    let times = PhaseTimes(clock: clock)
    let device = device
    step.phaseEnded = phases ? { try times.end($0, on: device) } : nil
    let masks = try masks.masks(step: index, batch: batch, device: device)
    try step.phaseEnded?(.data)
    let values = try step(images, masks: masks, step: index)
    let seconds = (clock.now - start) / .seconds(1)
    defer { index += 1 }
    if let bad = values.first(where: { !$0.value.isFinite }) {
      throw ExperimentError("\(bad.metric.name) is \(bad.value) in step \(index)")
    }
    return Step(seconds: seconds, phases: times.seconds)
  }
}

/// The clock between phases.
private final class PhaseTimes {
  private(set) var seconds: [StepPhase: Double] = [:]
  private let clock: ContinuousClock
  private var previous: ContinuousClock.Instant

  init(clock: ContinuousClock) {
    self.clock = clock
    previous = clock.now
  }

  func end(_ phase: StepPhase, on device: Device) throws(TorchError) {
    try device.synchronize()
    let now = clock.now
    seconds[phase, default: 0] += (now - previous) / .seconds(1)
    previous = now
  }
}
