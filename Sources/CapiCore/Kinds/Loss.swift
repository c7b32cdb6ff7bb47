public import NeuralNetworks
public import Torch

/// What a loss is made from.
public struct LossContext {
  /// Channels of the predictor's output.
  public let predictionWidth: Int
  /// Channels of the target representation.
  public let targetWidth: Int
  /// Peak learning rate of the student's optimizer; losses with parameters of their own relate to it.
  public let learningRate: Double
  public let beta1: Double
  public let beta2: Double
  public let sinkhorn: any SinkhornAlgorithm
  public let initializer: Initializer
  public let shapes: ExperimentShapes

  public init(
    predictionWidth: Int, targetWidth: Int, learningRate: Double, beta1: Double, beta2: Double,
    sinkhorn: any SinkhornAlgorithm, initializer: Initializer, shapes: ExperimentShapes
  ) {
    self.predictionWidth = predictionWidth
    self.targetWidth = targetWidth
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.sinkhorn = sinkhorn
    self.initializer = initializer
    self.shapes = shapes
  }
}

/// One step's predictions and the targets of all tokens.
public struct LossInput {
  /// `[batch · predicted, channel]`, image after image.
  public let predictions: Tensor
  /// `[batch, token, target channel]`, without gradient.
  public let targets: Tensor
  /// The predicted places, flat into batch × token: `[batch · predicted]`.
  public let indices: Tensor

  public init(predictions: Tensor, targets: Tensor, indices: Tensor) {
    self.predictions = predictions
    self.targets = targets
    self.indices = indices
  }
}

/// What a loss says of one step. Tensors have no axes and are read from the device once a step.
public struct LossOutput {
  /// Mean over predicted tokens; gradients flow to the student and its head.
  public let student: Tensor
  /// A loss of the loss's own parameters; its gradients reach nothing else. `nil` for none.
  public let auxiliary: Tensor?
  public let metrics: [LoggedTensor]
  /// Steps on the way ("assignments", "targets", "logits"), for comparisons with a reference; made when
  /// asked for.
  public let intermediates: () throws -> [String: Tensor]

  public init(
    student: Tensor, auxiliary: Tensor? = nil, metrics: [LoggedTensor] = [],
    intermediates: @escaping () throws -> [String: Tensor] = { [:] }
  ) {
    self.student = student
    self.auxiliary = auxiliary
    self.metrics = metrics
    self.intermediates = intermediates
  }
}

/// Compares predictions with targets, with heads of its own where it needs them.
public protocol Loss: AnyObject {
  /// The student's head, trained by the student's optimizer; `nil` for none.
  var studentHead: (any Module)? { get }
  /// The teacher's head, trained by the loss itself or not at all; `nil` for none.
  var teacherHead: (any Module)? { get }

  func callAsFunction(_ input: LossInput) throws -> LossOutput

  /// Steps the loss's own optimizer after the backward pass.
  ///
  /// - Parameters:
  ///   - fraction: where the learning-rate curve stands, as a fraction of its peak.
  ///   - foundInfinite: where this tensor of no axes is 1, no parameter changes.
  func step(fraction: Double, foundInfinite: Tensor?) throws -> [LoggedValue]

  /// What a checkpoint needs beyond the heads' parameters.
  var state: [Parameter] { get }

  /// Takes over what ``state`` was in a checkpoint.
  ///
  /// - Throws: `StateMismatch` naming what is missing, surplus or misshapen.
  func restore(_ saved: [String: Tensor]) throws

  /// What people should know before the first step; none by default.
  var remarks: [String] { get }
}

extension Loss {
  public var remarks: [String] { [] }

  public func restore(_ saved: [String: Tensor]) throws { try state.load(saved) }
}

/// A loss (paper, Table 1, "loss").
public protocol LossComponent: Component {
  static func make(_ parameters: Parameters, _ context: LossContext) throws -> any Loss
}
