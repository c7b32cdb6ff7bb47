public import CapiCore
public import NeuralNetworks
public import Torch

/// One step of CAPI: targets, student, loss, both optimizers, teacher (paper, section 3).
public final class TrainingStep {
  /// What one forward pass made; tensors are freed with it.
  public struct Forward {
    /// `[batch, token, target channel]`.
    public let targets: Tensor
    public let encoded: EncodedTokens
    /// `[batch · predicted, channel]`.
    public let predictions: Tensor
    public let loss: LossOutput
  }

  public let student: Backbone
  public let target: any TargetRepresentation
  public let loss: any Loss
  private let optimizer: AdamW
  private let schedule: Schedule
  private let seed: UInt64

  /// Called as each phase ends, for those who measure; computing on a device may go on.
  public var phaseEnded: ((StepPhase) throws -> Void)?

  /// - Parameter seed: of stochastic depth.
  public init(
    student: Backbone, target: any TargetRepresentation, loss: any Loss,
    settings: OptimizerSettings, schedule: Schedule, seed: UInt64
  ) throws {
    self.student = student
    self.target = target
    self.loss = loss
    self.schedule = schedule
    self.seed = seed
    try student.requireGradients(true)
    try loss.studentHead?.requireGradients(true)
    optimizer = try AdamW(
      Self.named("backbone", student) + (loss.studentHead.map { Self.named("head", $0) } ?? []),
      rules: settings.rules, beta1: settings.beta1, beta2: settings.beta2,
      mode: student.encoder.mode)
  }

  private static func named(_ prefix: String, _ module: any Module) -> [Parameter] {
    module.parameters.map { $0.prefixed(prefix) }
  }

  /// Learning-rate factor and weight decay of each of the student's parameters.
  public var treatments: [String: (rateScale: Double, weightDecay: Double)] {
    optimizer.treatments
  }

  /// - Parameter images: `[batch, 3, height, width]`, normalised.
  public func forward(_ images: Tensor, masks: PatchMasks, step: Int) throws -> Forward {
    let targets = try profiled(.teacher) { try target.tokens(of: images) }
    try phaseEnded?(.teacher)
    let depth = student.encoder.shape.stochasticDepth
    let generator =
      depth > 0
      ? try Generator(seed: seed, purpose: "stochastic-depth", step: UInt64(step)) : nil
    let prediction = try profiled(.student) {
      try student.predictor.predict(
        images, with: student.encoder, visible: masks.visible, predicted: masks.predicted,
        generator: generator)
    }
    try phaseEnded?(.student)
    let output = try profiled(.clustering) {
      try loss(
        LossInput(
          predictions: prediction.predictions, targets: targets, indices: masks.predicted))
    }
    try phaseEnded?(.clustering)
    return Forward(
      targets: targets, encoded: prediction.encoded, predictions: prediction.predictions,
      loss: output)
  }

  /// Gradients of a forward pass, added to the parameters'.
  public func backward(_ forward: Forward) throws {
    let total = try forward.loss.auxiliary.map { try forward.loss.student + $0 }
    try (total ?? forward.loss.student).backward()
  }

  /// Steps both optimizers with the gradients there are, then moves the teacher.
  ///
  /// - Parameter foundInfinite: where this tensor of no axes is 1, no optimizer changes anything.
  public func update(step: Int, foundInfinite: Tensor? = nil) throws -> [LoggedValue] {
    let rate = schedule.value(at: step)
    let fraction = schedule.fraction(at: step)
    try optimizer.step(learningRate: rate, foundInfinite: foundInfinite)
    var values = [LoggedValue(StepMetrics.learningRate, rate)]
    values += try loss.step(fraction: fraction, foundInfinite: foundInfinite)
    values += try target.follow(
      fraction: fraction, progress: Double(step) / Double(max(schedule.total, 1)))
    return values
  }

  /// A whole step. Reads from the device once, at the end.
  ///
  /// Where a loss or a gradient is not finite, the parameters stay as they were.
  public func callAsFunction(
    _ images: Tensor, masks: PatchMasks, step: Int
  ) throws -> [LoggedValue] {
    let forward = try forward(images, masks: masks, step: step)
    try profiled(.backward) { try backward(forward) }
    try phaseEnded?(.backward)
    return try profiled(.optimizer) { try update(after: forward, step: step) }
  }

  /// The second half of a step: checks the numbers, updates, reads what is logged.
  private func update(after forward: Forward, step: Int) throws -> [LoggedValue] {
    var logged = [LoggedTensor(StepMetrics.loss, forward.loss.student)]
    if let auxiliary = forward.loss.auxiliary {
      logged.append(LoggedTensor(StepMetrics.clusteringLoss, auxiliary))
    }
    logged.append(
      LoggedTensor(StepMetrics.gradientNorm, try norm(optimizer.gradients)))
    if let head = loss.teacherHead {
      let gradients = try head.parameters.compactMap { try $0.tensor.gradient }
      if !gradients.isEmpty {
        logged.append(
          LoggedTensor(StepMetrics.clusteringGradientNorm, try norm(gradients)))
      }
    }
    let foundInfinite = try noGrad {
      try Tensor.stacked(logged.map(\.value)).isFinite().all().logicalNot().to(.float32)
    }
    logged += forward.loss.metrics
    let values = try update(step: step, foundInfinite: foundInfinite)
    let numbers = try Tensor.stacked(logged.map { try $0.value.detached() }).elements(Float.self)
    try phaseEnded?(.optimizer)
    return zip(logged, numbers).map { LoggedValue($0.metric, Double($1)) } + values
  }

  /// The Euclidean norm of all elements.
  private func norm(_ gradients: [Tensor]) throws -> Tensor {
    gradients.allSatisfy({ student.encoder.mode.usesKernels(for: $0) && $0.dtype == .float32 })
      ? try Kernels.norm(gradients) : try Foreach.norm(gradients)
  }

  /// Everything a checkpoint keeps, under the reference's names where it has them.
  public var state: [Parameter] {
    func under(_ prefix: String, _ parameters: [Parameter]) -> [Parameter] {
      parameters.map { Parameter("\(prefix)/\($0.name)", $0.tensor, role: $0.role) }
    }
    return under("student/backbone", student.parameters)
      + under("student/head", loss.studentHead?.parameters ?? [])
      + under("teacher/backbone", target.backbone?.parameters ?? [])
      + under("teacher/head", loss.teacherHead?.parameters ?? [])
      + under("target", target.state)
      + under("optimizer", optimizer.state) + under("loss", loss.state)
  }

  /// Takes over what ``state`` was in a checkpoint of the same experiment.
  ///
  /// - Throws: `StateMismatch` with the full names of everything missing, surplus or misshapen.
  public func restore(_ saved: [String: Tensor]) throws {
    // The loss's own state may differ in length, as a queue does; it checks itself.
    let own = saved.filter { !$0.key.hasPrefix("loss/") }
    if let mismatch = state.filter({ !$0.name.hasPrefix("loss/") }).mismatch(own) {
      throw mismatch
    }
    try student.load(own.below("student/backbone/"))
    try loss.studentHead?.load(own.below("student/head/"))
    try target.backbone?.load(own.below("teacher/backbone/"))
    try loss.teacherHead?.load(own.below("teacher/head/"))
    try target.restore(own.below("target/"))
    try optimizer.state.load(own.below("optimizer/"))
    try loss.restore(saved.below("loss/"))
  }
}
