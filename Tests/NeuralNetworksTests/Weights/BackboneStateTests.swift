import NeuralNetworks
import Testing
import Torch

@Suite struct BackboneStateTests {
  private func state(_ names: [String]) throws -> [String: Tensor] {
    var state: [String: Tensor] = [:]
    for (index, name) in names.enumerated() { state[name] = try Tensor.full([1], Double(index)) }
    return state
  }

  @Test func releasedNamesLoseTheirPrefixAndStrangersStay() throws {
    let found = try BackboneState.select(
      from: try state(["backbone.patch_embed.weight", "backbone.registers", "head.weight"]),
      path: "x")
    // The stranger is surplus, so that loading refuses it by name.
    #expect(found.keys.sorted() == ["head.weight", "patch_embed.weight", "registers"])
  }

  @Test func checkpointsGiveTheSubjectThatIsAskedFor() throws {
    let file = try state([
      "student/backbone/patch_embed.weight", "teacher/backbone/patch_embed.weight", "optimizer/x",
    ])
    let student = try BackboneState.select(from: file, path: "x")
    let teacher = try BackboneState.select(from: file, path: "x", preferring: "teacher")
    #expect(student.keys.sorted() == ["patch_embed.weight"])
    #expect(try student["patch_embed.weight"]?.item() == 0)
    #expect(try teacher["patch_embed.weight"]?.item() == 1)
  }

  @Test func otherFilesAreRefusedWithTheirNames() throws {
    #expect(
      throws: WeightFileError(
        path: "x",
        reason: "holds no backbone: none of student/backbone/patch_embed.weight, "
          + "teacher/backbone/patch_embed.weight, backbone.patch_embed.weight, patch_embed.weight is "
          + "among its 1 names (conv.weight)")
    ) { try BackboneState.select(from: try state(["conv.weight"]), path: "x") }
  }
}
