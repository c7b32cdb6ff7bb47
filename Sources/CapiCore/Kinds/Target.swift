public import NeuralNetworks
public import Torch

/// What a target representation is made from.
public struct TargetContext {
  /// The network that trains; its weights are the start of an EMA.
  public let student: Backbone
  /// Makes another network of the student's architecture.
  public let makeBackbone: () throws -> Backbone
  /// Reads a file of weights: every tensor in it, by the name it has there.
  public let readWeights: (String) throws -> [String: Tensor]
  public let shapes: ExperimentShapes

  public init(
    student: Backbone, makeBackbone: @escaping () throws -> Backbone,
    readWeights: @escaping (String) throws -> [String: Tensor], shapes: ExperimentShapes
  ) {
    self.student = student
    self.makeBackbone = makeBackbone
    self.readWeights = readWeights
    self.shapes = shapes
  }
}

/// What the student's predictions are compared with: one vector for every patch of an image.
public protocol TargetRepresentation: AnyObject {
  /// Channels of a target.
  var width: Int { get }
  /// The network that makes the targets, where there is one; evaluation uses it as the teacher.
  var backbone: Backbone? { get }

  /// - Parameter images: whole images, `[batch, 3, height, width]`, normalised.
  /// - Returns: `[batch, token, channel]` for all tokens, without gradient.
  func tokens(of images: Tensor) throws -> Tensor

  /// Follows the student, after its step.
  ///
  /// - Parameters:
  ///   - fraction: where the learning-rate curve stands, as a fraction of its peak.
  ///   - progress: the share of the run that was done before this step, 0 … 1.
  /// - Returns: what is worth logging, for example the momentum used.
  func follow(fraction: Double, progress: Double) throws -> [LoggedValue]

  /// What a checkpoint needs beyond the parameters of ``backbone``; nothing by default.
  var state: [Parameter] { get }

  /// Takes over what ``state`` was in a checkpoint.
  ///
  /// - Throws: `StateMismatch` naming what is missing, surplus or misshapen.
  func restore(_ saved: [String: Tensor]) throws
}

extension TargetRepresentation {
  public var state: [Parameter] { [] }

  public func restore(_ saved: [String: Tensor]) throws { try state.load(saved) }
}

/// A target representation (paper, section 3 and Fig. 3).
public protocol TargetComponent: Component {
  static func make(
    _ parameters: Parameters, _ context: TargetContext
  ) throws -> any TargetRepresentation
}
