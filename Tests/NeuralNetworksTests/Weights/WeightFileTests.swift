import Foundation
import NeuralNetworks
import Testing
import Torch

@Suite struct WeightFileTests {
  /// 0, ¼ … 5/4: exact in every floating-point type.
  private let numbers = (0..<6).map { Double($0) / 4 }
  private let whole = (-3..<3).map(Double.init)

  private func values(_ name: String, in tensors: [String: Tensor]) throws -> [Double] {
    try #require(tensors[name]).elements(Double.self)
  }

  @Test func everyTypeOfAStateDictIsRead() throws {
    let file = try WeightFile(WeightFixtures.path("types.pth"))
    #expect(file.format == .pytorch)
    #expect(file.otherNames == [])
    #expect(file.entries.first?.name == "backbone.f32")
    #expect(file.entries.first?.element == .float32)
    let tensors = try file.tensors()
    #expect(tensors.count == 15)
    for name in ["f32", "f64", "f16", "bf16", "parameter"] {
      #expect(try values("backbone.\(name)", in: tensors) == numbers)
    }
    for name in ["i64", "i32", "i16", "i8"] {
      #expect(try values("backbone.\(name)", in: tensors) == whole)
    }
    #expect(try values("backbone.u8", in: tensors) == (250..<256).map(Double.init))
    #expect(try values("backbone.bool", in: tensors) == [1, 0, 1])
    #expect(tensors["backbone.f32"]?.shape == [2, 3])
    #expect(tensors["backbone.bf16"]?.dtype == .bfloat16)
    #expect(tensors["backbone.scalar"]?.shape == [])
    #expect(try values("backbone.scalar", in: tensors) == [2.5])
    #expect(tensors["backbone.empty"]?.shape == [0, 3])
  }

  @Test func viewsOfAStorageHaveTheirOwnElements() throws {
    let tensors = try WeightFile(WeightFixtures.path("types.pth")).tensors()
    #expect(tensors["backbone.transposed"]?.shape == [3, 2])
    #expect(
      try values("backbone.transposed", in: tensors) == [0, 0.75, 0.25, 1, 0.5, 1.25])
    #expect(tensors["backbone.slice"]?.shape == [2, 2])
    #expect(try values("backbone.slice", in: tensors) == [4, 6, 8, 10])
  }

  @Test func dictionariesInsideAddTheirKey() throws {
    let file = try WeightFile(WeightFixtures.path("nested.pth"))
    #expect(file.entries.map(\.name) == ["model.a"])
    #expect(file.otherNames == ["epoch", "name", "rate"])
    #expect(try values("model.a", in: try file.tensors()) == numbers)
  }

  @Test func safetensorsOfAnotherProgramAreRead() throws {
    let file = try WeightFile(WeightFixtures.path("types.safetensors"))
    #expect(file.format == .safetensors)
    #expect(file.metadata == ["format": "pt"])
    let tensors = try file.tensors()
    #expect(tensors["backbone.f32"]?.shape == [2, 3])
    #expect(try values("backbone.f32", in: tensors) == numbers)
    #expect(try values("backbone.bf16", in: tensors) == numbers)
    #expect(try values("backbone.i64", in: tensors) == whole)
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let path = NSTemporaryDirectory() + "capi-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let tensor = try Tensor.normal([3, 5], generator: try Generator(seed: 1, purpose: "test"))
    try SafetensorsWriter.write(
      [("a.b", tensor), ("empty", try Tensor.zeros([0, 2])), ("é\"", try Tensor.full([], 2))],
      metadata: ["step": "7"], to: path)
    let file = try WeightFile(path)
    #expect(file.metadata == ["step": "7"])
    let tensors = try file.tensors()
    #expect(tensors["a.b"]?.shape == [3, 5])
    #expect(try values("a.b", in: tensors) == tensor.elements(Double.self))
    #expect(tensors["empty"]?.shape == [0, 2])
    #expect(try values("é\"", in: tensors) == [2])
  }

  @Test func oneNameForTwoTensorsIsNotWritten() throws {
    let tensor = try Tensor.zeros([1])
    #expect(
      throws: WeightFileError(
        path: "/nowhere/x", reason: "cannot hold two tensors of the name 'a'")
    ) { try SafetensorsWriter.write([("a", tensor), ("a", tensor)], to: "/nowhere/x") }
  }
}
