public import CapiCore
public import NeuralNetworks
public import Torch

/// The patch embeddings of a network that was trained before and never changes (paper, Fig. 3: as
/// BEiT and EVA predict the features of a frozen teacher).
///
/// The teacher has a size of its own. It gives one token for each of the student's: where its patch
/// is of another size, it sees the images resized to grid × patch.
public final class FrozenTeacher: TargetComponent, TargetRepresentation {
  public static let name = "frozen-teacher"
  public static let summary = "Patch embeddings of a network whose weights come from a file."

  private let encoder: Encoder
  private let studentPatch: Int

  init(_ parameters: FrozenTeacherParameters, _ context: TargetContext) throws {
    let student = context.student.encoder.shape
    let shape = parameters.shape(beside: student)
    studentPatch = student.patch
    encoder = try Encoder(
      shape: shape, positions: parameters.encoding,
      initializer: Initializer(
        seed: 0, device: context.student.parameters.first?.tensor.device ?? .cpu,
        mode: context.student.encoder.mode))
    let file = try context.readWeights(parameters.weights)
    let weights = try TeacherWeights.select(
      from: file, prefix: parameters.prefix, path: parameters.weights)
    do {
      try encoder.load(weights)
    } catch let error as StateMismatch {
      throw FrozenTeacherError(path: parameters.weights, shape: shape, mismatch: error)
    }
    try encoder.requireGradients(false)
  }

  public static func make(
    _ parameters: FrozenTeacherParameters, _ context: TargetContext
  ) throws -> any TargetRepresentation { try FrozenTeacher(parameters, context) }

  public static func check(
    _ parameters: FrozenTeacherParameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] { parameters.issues(shapes) }

  public var width: Int { encoder.shape.width }
  /// Its weights are a file of their own: no checkpoint keeps them and no probe asks for them.
  public var backbone: Backbone? { nil }

  public func tokens(of images: Tensor) throws -> Tensor {
    try noGrad {
      let grid = encoder.shape.grid
      let sees =
        encoder.shape.patch == studentPatch
        ? images
        : try images.resized(
          rows: grid.rows * encoder.shape.patch, columns: grid.columns * encoder.shape.patch)
      return try encoder(sees).patches
    }
  }

  public func follow(fraction: Double, progress: Double) throws -> [LoggedValue] { [] }
}
