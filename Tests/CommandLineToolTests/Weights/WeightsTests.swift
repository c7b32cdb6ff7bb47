import Components
import Foundation
import NeuralNetworks
import Testing
import Torch

@Suite struct WeightsTests {
  private static let keeping = ["output.checkpoint=true", "--progress", "none"]

  /// Runs the tiny experiment and exports its student.
  private func export(in folder: TemporaryFolder) async throws -> String {
    let run = try await Capi.run(
      ["run", "experiment.yaml", "-o", "run"] + Self.keeping, in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let export = try await Capi.run(
      ["weights", "export", "run", "--to", "student.safetensors", "--subject", "student"],
      in: folder)
    #expect(export.code == 0, "\(export.errors)")
    #expect(
      export.output
        == "student.safetensors: 22 tensors, 9408 parameters, the student after step 3\n")
    return folder.url("student.safetensors")
  }

  @Test(.enabled(if: TorchPython.path != nil, "there is no Python with torch"))
  func pyTorchGetsEqualFeaturesFromAnExport() async throws {
    let folder = try TinyFiles.folder()
    let path = try await export(in: folder)
    let images = try Tensor.normal(
      [3, 3, 32, 32], generator: try Generator(seed: 8, purpose: "images"))
    try SafetensorsWriter.write([("images", images)], to: folder.url("images.safetensors"))
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "features.py").path
    #expect(
      try TorchPython.failure(
        of: script,
        [path, folder.url("images.safetensors"), folder.url("tokens.safetensors"), "2"]) == nil)
    let theirs = try #require(
      try WeightFile(folder.url("tokens.safetensors")).tensors()["tokens"])

    let encoder = try Encoder(
      shape: EncoderShape(
        grid: TokenGrid(rows: 4, columns: 4), patch: 8, width: 16, depth: 1, heads: 2,
        registers: 4),
      positions: try RoPEPositions.make(.init()), initializer: Initializer(seed: 99))
    let weights = try BackboneState.select(
      from: try WeightFile(path).tensors(), path: path)
    try encoder.load(
      weights.filter { !$0.key.hasPrefix("decoder.") && $0.key != "mask_token" })
    let ours = try noGrad { try encoder(images).tokens }
    #expect(ours.shape == theirs.shape)
    let scale = try theirs.abs().max().item()
    #expect(try (ours - theirs).abs().max().item() / scale < 1e-4)
  }

  @Test func aRunStartsFromAnExport() async throws {
    let folder = try TinyFiles.folder()
    let path = try await export(in: folder)
    let again = try await Capi.run(
      ["run", "experiment.yaml", "-o", "again", "--weights", path, "training.steps=1"]
        + Self.keeping, in: folder)
    #expect(again.code == 0, "\(again.errors)")
    // Another width does not fit: every name is told, nothing starts.
    let misfit = try await Capi.run(
      [
        "run", "experiment.yaml", "-o", "misfit", "--weights", path, "model.registers=8",
        "model.depth=2",
      ] + Self.keeping, in: folder)
    #expect(misfit.code == 1)
    #expect(
      misfit.errors.hasPrefix(
        "error: \(path): the weights do not fit the model; nothing was loaded\nmissing: "
          + "encoder.blocks.1.residual1"))
    #expect(
      misfit.errors.contains("registers: the model has [1, 8, 16], the weights [1, 4, 16]"))
  }

  @Test func inspectListsWhatThereIs() async throws {
    let folder = try TinyFiles.folder()
    let path = try await export(in: folder)
    let listed = try await Capi.run(["weights", "inspect", path], in: folder)
    #expect(listed.code == 0, "\(listed.errors)")
    #expect(listed.output.contains("backbone.patch_embed.weight"))
    #expect(listed.output.contains("\nsafetensors, 22 tensors, 9408 elements\n"))
    let checkpoint = try await Capi.run(
      ["weights", "inspect", "run/checkpoints/step-3.h5"], in: folder)
    #expect(checkpoint.output.contains("teacher/backbone/patch_embed.weight"))
  }

  @Test func aRunWithoutCheckpointsSaysWhatToDo() async throws {
    let folder = try TinyFiles.folder()
    let run = try await Capi.run(
      [
        "run", "experiment.yaml", "-o", "run", "--progress", "none", "output.checkpoint=false",
      ], in: folder)
    #expect(run.code == 0, "\(run.errors)")
    let export = try await Capi.run(
      ["weights", "export", "run", "--to", "x.safetensors"], in: folder)
    #expect(export.code == 1)
    #expect(
      export.errors
        == "error: run keeps no checkpoint; run it with output.checkpoint=true\n")
  }
}
