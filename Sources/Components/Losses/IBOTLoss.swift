public import CapiCore
public import NeuralNetworks
public import Torch

/// The student predicts which prototypes the teacher's head gives each hidden patch; that head is
/// the moving average of the student's (iBOT; paper, Table 1: "MLP / iBOT").
///
/// Targets are softmax((t − c) / τ_target), t the teacher's logits and c their running mean, or
/// Sinkhorn of t / τ_target. Where prediction and target differ in width, one linear layer before
/// the student's head maps between them.
public final class IBOTLoss: LossComponent, Loss {
  public typealias Parameters = IBOTParameters

  public static let name = "ibot"
  public static let summary =
    "Cross-entropy with a teacher head that is the student head's moving average."

  private static let headMomentum = MetricDefinition(
    "head_momentum", "share of the old teacher head kept")

  public let remarks: [String]
  private let parameters: IBOTParameters
  private let student: StudentHead
  private let teacher: PrototypeHead
  private let average: ExponentialMovingAverage
  private let sinkhorn: any SinkhornAlgorithm
  private let mode: ComputeMode
  /// `[prototype]`, starts at 0.
  private let centre: Tensor
  /// The centre after this step, until it is known whether the step counts.
  private var nextCentre: Tensor?

  init(_ parameters: IBOTParameters, _ context: LossContext) throws {
    self.parameters = parameters
    sinkhorn = context.sinkhorn
    mode = context.initializer.mode
    let initializer = context.initializer.scoped("student-head")
    func head() throws -> PrototypeHead {
      try PrototypeHead(
        from: context.targetWidth, to: parameters.prototypes, shape: parameters.headShape,
        initializer: initializer)
    }
    student = StudentHead(
      projection: context.predictionWidth == context.targetWidth
        ? nil
        : try WidthProjection(
          from: context.predictionWidth, to: context.targetWidth, initializer: initializer),
      head: try head())
    // Drawn from the same stream: the teacher starts as the student's copy.
    teacher = try head()
    try teacher.requireGradients(false)
    average = ExponentialMovingAverage(of: student.head, into: teacher, mode: mode)
    centre = try initializer.zeros([parameters.prototypes])
    remarks =
      parameters.centring == .sinkhorn
      ? SinkhornRemarks.text(prototypes: parameters.prototypes, sinkhorn, context.shapes) : []
  }

  public static func make(_ parameters: IBOTParameters, _ context: LossContext) throws -> any Loss {
    try IBOTLoss(parameters, context)
  }

  public var studentHead: (any Module)? { student }
  public var teacherHead: (any Module)? { teacher }

  public func callAsFunction(_ input: LossInput) throws -> LossOutput {
    let assignments = try noGrad { try assign(input.targets) }
    let rows = try assignments.flattened(0, 1)
    let logits = try student.operand(input.predictions)
    return LossOutput(
      student: try logits.softCrossEntropy(
        rows, rows: input.indices, temperature: parameters.studentTemperature, mode: mode),
      metrics: try AssignmentHealth.metrics(
        assignments: rows, predicted: input.indices, mode: mode),
      intermediates: {
        [
          "assignments": assignments, "targets": try rows.indexed(0, by: input.indices),
          "logits": logits,
        ]
      })
  }

  /// `[batch, token, channel]` → `[batch, token, prototype]`; rows sum to 1.
  private func assign(_ tokens: Tensor) throws -> Tensor {
    let scores = try teacher(tokens)
    switch parameters.centring {
    case .mean:
      // Tokens of an image first, then images: independent of the number of threads.
      let mean = try scores.mean([1]).mean([0])
      nextCentre = try centre * parameters.centreMomentum + mean * (1 - parameters.centreMomentum)
      return try ((scores - centre) / parameters.targetTemperature).softmax()
    case .sinkhorn:
      return try sinkhorn.assignments(
        scores: scores, temperature: parameters.targetTemperature, features: tokens,
        score: teacher.callAsFunction)
    }
  }

  public func step(fraction: Double, foundInfinite: Tensor?) throws -> [LoggedValue] {
    try noGrad {
      if let next = nextCentre {
        try centre.copy(
          from: try foundInfinite.map {
            try Tensor.select(where: $0.isGreater(than: 0), centre, else: next)
          } ?? next)
      }
      nextCentre = nil
    }
    let movement = 1 - parameters.momentum
    let momentum = 1 - (parameters.curve == .schedule ? movement * fraction : movement)
    try average.update(momentum: momentum)
    return [LoggedValue(Self.headMomentum, momentum)]
  }

  public var state: [Parameter] {
    [Parameter("centre", centre)]
      + sinkhorn.state.map { Parameter("sinkhorn/\($0.name)", $0.tensor) }
  }

  public func restore(_ saved: [String: Tensor]) throws {
    let own = saved.filter { !$0.key.hasPrefix("sinkhorn/") }
    try state.filter { !$0.name.hasPrefix("sinkhorn/") }.load(own)
    try sinkhorn.restore(saved.below("sinkhorn/"))
  }
}

/// The student's head, after a change of width where one is needed.
private final class StudentHead: Module {
  let projection: WidthProjection?
  let head: PrototypeHead

  init(projection: WidthProjection?, head: PrototypeHead) {
    self.projection = projection
    self.head = head
  }

  var children: [(path: String, module: any Module)] {
    (projection.map { [("", $0)] } ?? []) + [("", head)]
  }

  /// In the precision that is computed in.
  func operand(_ x: Tensor) throws -> Tensor {
    try head.operand(try projection.map { try $0(x) } ?? x)
  }
}
