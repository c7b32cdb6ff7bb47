public import CapiCore
import Foundation
public import Imaging
public import Torch

/// How a training ended.
public enum TrainingEnd: Sendable, Equatable {
  case completed
  /// Asked to stop; `step` steps were done.
  case interrupted(step: Int)
  /// A number was not finite; student and heads are as before `step`.
  case notFinite(step: Int, metric: String)
  /// A health rule says that the training has collapsed; the state is that after the last step.
  case collapsed(reason: String)
}

/// Step after step: batches in, numbers out to a recorder.
public struct TrainingLoop {
  private let step: TrainingStep
  private let loader: BatchLoader
  private let masks: MaskSampler
  private let steps: Int
  private let trainImages: Int
  private let device: Device

  /// - Parameters:
  ///   - steps: steps of the whole run.
  ///   - trainImages: images of the training split, for epochs.
  public init(
    step: TrainingStep, loader: BatchLoader, masks: MaskSampler, steps: Int, trainImages: Int,
    device: Device
  ) {
    self.step = step
    self.loader = loader
    self.masks = masks
    self.steps = steps
    self.trainImages = trainImages
    self.device = device
  }

  /// - Parameters:
  ///   - first: the first step to make; the state is that after the step before it.
  ///   - elapsed: seconds that the steps before took.
  ///   - health: says when the training has collapsed; it knows of the steps before.
  ///   - recorder: is told of every step.
  ///   - shouldStop: asked between steps.
  ///   - passed: called after each step has been recorded and found healthy, with its number, from 0,
  ///     and what the health rules have seen until then.
  public func run(
    from first: Int = 0, elapsed: Double = 0, health: HealthMonitor = HealthMonitor(),
    recorder: any RunRecorder, shouldStop: () -> Bool = { false },
    passed: (Int, HealthMonitor) throws -> Void = { _, _ in }
  ) throws -> TrainingEnd {
    let clock = ContinuousClock()
    let start = clock.now
    var previous = start
    var monitor = health
    for index in first..<max(first, steps) {
      if shouldStop() { return .interrupted(step: index) }
      let asked = clock.now
      let batch = try profiled(.data) { try loader.batch(at: index) }
      let wait = (clock.now - asked).seconds
      let images = try Tensor(
        batch.images, shape: [batch.count, 3, batch.size, batch.size], device: device)
      let masks = try masks.masks(step: index, batch: batch.count, device: device)
      var values = try step(images, masks: masks, step: index)
      let now = clock.now
      values.append(
        LoggedValue(
          StepMetrics.throughput, Double(batch.count) / (now - previous).seconds))
      values.append(LoggedValue(StepMetrics.dataWait, wait))
      previous = now
      try recorder.record(
        StepRecord(
          step: index, epoch: Double((index + 1) * batch.count) / Double(trainImages),
          wallTime: elapsed + (now - start).seconds, values: values))
      if let bad = values.first(where: { !$0.value.isFinite }) {
        try recorder.note(
          step: index, level: .error,
          "\(bad.metric.name) is \(bad.value); student and heads are as before this step")
        return .notFinite(step: index, metric: bad.metric.name)
      }
      if let reason = monitor.verdict(step: index, values) {
        try recorder.note(step: index, level: .error, "collapsed: \(reason)")
        return .collapsed(reason: reason)
      }
      let before = clock.now
      try passed(index, monitor)
      // What is done between steps is not theirs.
      previous = previous + (clock.now - before)
    }
    return .completed
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
