import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch

@Suite struct FrozenTeacherTests {
  private static let grid = TokenGrid(rows: 4, columns: 4)
  private static let shapes = ExperimentShapes(
    imageSize: 16, patch: 4, maskedTokens: 10, predictedTokens: 3, batch: 2, steps: 10, width: 8,
    depth: 1, heads: 2, registers: 4)

  private static func encoder(patch: Int, width: Int, seed: UInt64) throws -> Encoder {
    try Encoder(
      shape: EncoderShape(
        grid: grid, patch: patch, width: width, depth: 2, heads: 2, registers: 4),
      positions: RoPEPositions(.init()), initializer: Initializer(seed: seed))
  }

  private func teacher(
    _ parameters: FrozenTeacherParameters, file: [String: Tensor]
  ) throws -> any TargetRepresentation {
    let shape = EncoderShape(
      grid: Self.grid, patch: 4, width: 8, depth: 1, heads: 2, registers: 4)
    let positions = RoPEPositions(.init())
    let initializer = Initializer(seed: 0)
    func backbone() throws -> Backbone {
      Backbone(
        encoder: try Encoder(shape: shape, positions: positions, initializer: initializer),
        predictor: try FusedPredictor.make(
          .init(),
          PredictorContext(encoder: shape, positions: positions, initializer: initializer)))
    }
    return try FrozenTeacher.make(
      parameters,
      TargetContext(
        student: backbone(), makeBackbone: backbone, readWeights: { _ in file },
        shapes: Self.shapes))
  }

  private func parameters(
    _ change: (inout FrozenTeacherParameters) -> Void
  ) -> FrozenTeacherParameters {
    var parameters = FrozenTeacherParameters()
    (parameters.weights, parameters.depth) = ("t.h5", 2)
    change(&parameters)
    return parameters
  }

  private func named(_ encoder: Encoder, _ prefix: String) -> [String: Tensor] {
    Dictionary(
      encoder.parameters.map { ("\(prefix)\($0.name)", $0.tensor) },
      uniquingKeysWith: { first, _ in first })
  }

  @Test(arguments: ["teacher/backbone/", "teacher.backbone.", "backbone.", ""])
  func givesTheTokensOfItsWeights(prefix: String) throws {
    let source = try Self.encoder(patch: 4, width: 16, seed: 4)
    var file = named(source, prefix)
    // The predictor's weights of a checkpoint are no part of a teacher.
    file["\(prefix)mask_token"] = try Tensor.zeros([1, 16])
    let teacher = try teacher(parameters { $0.width = 16 }, file: file)
    let images = try Tensor.normal(
      [2, 3, 16, 16], generator: try Generator(seed: 1, purpose: "images"))
    let found = try teacher.tokens(of: images)
    #expect(found.shape == [2, 16, 16])
    #expect(teacher.width == 16)
    let wanted = try noGrad { try source(images).patches }
    #expect(try (found - wanted).abs().max().item() == 0)
  }

  @Test func aTeacherOfAnotherPatchSeesResizedImages() throws {
    let source = try Self.encoder(patch: 7, width: 8, seed: 4)
    let teacher = try teacher(parameters { $0.patch = 7 }, file: named(source, "backbone."))
    let images = try Tensor.normal(
      [2, 3, 16, 16], generator: try Generator(seed: 1, purpose: "images"))
    let found = try teacher.tokens(of: images)
    #expect(found.shape == [2, 16, 8])
    let wanted = try noGrad { try source(images.resized(rows: 28, columns: 28)).patches }
    #expect(try (found - wanted).abs().max().item() == 0)
  }

  @Test func saysWhatDoesNotFit() throws {
    let file = named(try Self.encoder(patch: 4, width: 8, seed: 4), "backbone.")
    #expect {
      try teacher(parameters { $0.depth = 1 }, file: file)
    } throws: { error in
      let lines = "\(error)".split(separator: "\n").map(String.init)
      return lines[0]
        == "t.h5 does not fit a teacher of width 8, 1 blocks, patch 4 and 4 registers; set "
        + "target.model or its keys"
        && lines.contains { $0.hasPrefix("not in the model: encoder.blocks.1.") }
    }
    #expect {
      try teacher(parameters { $0.prefix = "model." }, file: ["a": try Tensor.zeros([1])])
    } throws: { error in
      "\(error)"
        == "t.h5 holds no encoder: none of model.patch_embed.weight is among its 1 names (a); set "
        + "target.prefix to what they begin with"
    }
  }

  @Test func isCheckedBeforeARun() {
    func issues(_ change: (inout FrozenTeacherParameters) -> Void) -> [String] {
      FrozenTeacher.check(parameters(change), Self.shapes).map { "\($0.key): \($0.message)" }
    }
    #expect(issues { _ in }.isEmpty)
    #expect(issues { $0.model = .large }.isEmpty)
    #expect(
      issues { $0.weights = "" } == [
        "weights: is not set; give the file of the teacher's weights, for example "
          + "target.weights=PATH"
      ])
    #expect(
      issues { ($0.width, $0.heads) = (10, 4) }
        == ["heads: the teacher's 4 heads do not divide its width 10"])
    #expect(
      issues { ($0.width, $0.heads) = (12, 2) } == [
        "heads: rope needs a head width that is a multiple of 4, found 12 / 2 = 6"
      ])
    #expect(issues { $0.registers = 3 } == ["registers: must be a multiple of 4, found 3"])
  }
}
