import Testing
import Torch

/// Kernels over lists of tensors, against libtorch's.
@Suite struct UpdateKernelTests {
  private let shapes = [[3, 5], [17], [130, 200], [1]]

  private func tensors(_ purpose: String) throws -> [Tensor] {
    try shapes.enumerated().map {
      try Tensor.normal(
        $0.element, generator: Generator(seed: 6, purpose: "\(purpose) \($0.offset)"))
    }
  }

  private func update(_ found: Double? = nil) throws -> AdamWUpdate {
    AdamWUpdate(
      parameters: try tensors("parameter"), gradients: try tensors("gradient"),
      firstMoments: try tensors("first"),
      secondMoments: try tensors("second").map { try $0 * $0 },
      steps: try shapes.indices.map { try Tensor.full([], Double($0 + 1)) }, learningRate: 0.01,
      beta1: 0.9, beta2: 0.95, weightDecay: 0.1, epsilon: 1e-8,
      foundInfinite: try found.map { try Tensor.full([], $0) })
  }

  private func expectEqual(_ ours: [Tensor], _ theirs: [Tensor], _ what: String) throws {
    for (a, b) in zip(ours, theirs) {
      let scale = try b.abs().max().item()
      #expect(try (a - b).abs().max().item() < 2e-6 * scale, "\(what)")
    }
  }

  @Test func adamWIsLibtorchs() throws {
    let (ours, theirs) = (try update(), try update())
    let halves: [Tensor?] = [nil, try Tensor.zeros([17]).to(.bfloat16), nil, nil]
    let versions = ours.parameters.map(\.version)
    try Kernels.adamW(ours, halves: halves)
    try Foreach.adamW(theirs)
    try expectEqual(ours.parameters, theirs.parameters, "parameters")
    try expectEqual(ours.firstMoments, theirs.firstMoments, "first moments")
    try expectEqual(ours.secondMoments, theirs.secondMoments, "second moments")
    let copy = try #require(halves[1]).elements(Float.self)
    #expect(try copy == ours.parameters[1].to(.bfloat16).elements(Float.self))
    #expect(zip(ours.parameters, versions).allSatisfy { $0.version > $1 })
  }

  @Test func nothingChangesAfterAnInfiniteGradient() throws {
    let (ours, before) = (try update(1), try update())
    try Kernels.adamW(ours, halves: [nil, nil, nil, nil])
    for (a, b) in zip(ours.parameters + ours.firstMoments, before.parameters + before.firstMoments)
    {
      #expect(try a.elements(Float.self) == b.elements(Float.self))
    }
  }

  @Test func lerpIsLibtorchs() throws {
    let (ours, theirs, sources) = (try tensors("a"), try tensors("a"), try tensors("b"))
    try Kernels.lerp(ours, toward: sources, weight: 0.03, halves: [nil, nil, nil, nil])
    try Foreach.lerp(theirs, toward: sources, weight: 0.03)
    try expectEqual(ours, theirs, "averages")
  }

  @Test func normIsThatOfAllElements() throws {
    let given = try tensors("a")
    let exact = try given.reduce(0) { try $0 + ($1 * $1).to(.float64).sum().item() }.squareRoot()
    #expect(abs(try Kernels.norm(given).item() - exact) < 1e-5 * exact)
  }

  @Test func listsThatDoNotFitAreRefused() throws {
    #expect {
      try Kernels.lerp(
        tensors("a"), toward: [Tensor.zeros([3, 5])], weight: 0.5, halves: [nil, nil, nil, nil])
    } throws: { "\($0)".contains("lists of 4 and 1 tensors") }
  }
}
