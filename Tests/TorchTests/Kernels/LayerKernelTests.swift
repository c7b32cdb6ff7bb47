import Foundation
import Testing
import Torch

/// Kernels of transformer blocks. Shapes are no multiples of a vector or of a block of rows.
@Suite struct LayerKernelTests {
  private func random(_ shape: [Int], _ purpose: String) throws -> Tensor {
    try Tensor.normal(shape, generator: Generator(seed: 9, purpose: purpose))
  }

  private static let norm = Operator("aten::rms_norm")

  @Test(arguments: [[Int]?.none, [2, 0], [4, 1, 3]], [20, 48])
  func normalizedRowsAndBranchAdded(images: [Int]?, width: Int) throws {
    let kept = try images.map { try Tensor($0) }
    let factor = 5 / Double(images?.count ?? 5)
    // The branch turns and doubles, so that its gradient differs from the residual's.
    let turn = try random([width, width], "turn")
    func branch(_ x: Tensor) throws -> Tensor { try x.matmul(turn.to(x.dtype)) }
    try KernelComparison(
      shapes: [[5, 29, width], [width]],
      kernel: {
        let (normed, x) = try Kernels.normalizedRows(
          $0[0], weight: $0[1], images: kept, epsilon: 1e-5, half: false)
        return try Kernels.branchAdded(x, try branch(normed), images: kept, factor: factor)
      },
      composed: {
        let chosen = try kept.map { [x = $0[0]] in try x.indexed(0, by: $0) } ?? $0[0]
        let normed = try Self.norm(
          .tensor(chosen), .ints([width]), .tensor($0[1]), .double(1e-5))
        guard let kept else { return try $0[0] + branch(normed) }
        return try $0[0].indexAdded(0, at: kept, branch(normed), factor: factor)
      }
    ).check()
  }

  @Test func normWithoutWeight() throws {
    try KernelComparison(
      shapes: [[3, 7, 20]],
      kernel: {
        try Kernels.normalizedRows($0[0], weight: nil, images: nil, epsilon: 1e-5, half: false)
          .normed
      },
      composed: { try Self.norm(.tensor($0[0]), .ints([20]), .none, .double(1e-5)) }
    ).check()
  }

  @Test func mlp() throws {
    try KernelComparison(
      shapes: [[3, 23, 20], [52, 20], [20, 52]], deviations: [1, 0.2, 0.2],
      kernel: { try Kernels.mlp($0[0], first: $0[1], second: $0[2]) },
      composed: { try $0[0].linear($0[1]).gelu().linear($0[2]) }
    ).check()
  }

  /// Far tails are where an approximation of Φ shows.
  @Test func geluIsExactInItsTails() throws {
    let values = stride(from: -12.0, through: 12, by: 0.01).map { Float($0) }
    let x = try Tensor(values, shape: [values.count, 1])
    let one = try Tensor.full([1, 1], 1)
    let found = try Kernels.mlp(x, first: one, second: one).elements(Float.self)
    for (value, ours) in zip(values, found) {
      let exact = Double(value) * erfc(-Double(value) / 2.0.squareRoot()) / 2
      #expect(abs(Double(ours) - exact) < 8e-6 * abs(exact) + 1e-30, "at \(value)")
    }
  }

  /// More rows than a block of sums has.
  @Test(arguments: [DType.float32, .bfloat16]) func masterLinear(dtype: DType) throws {
    try KernelComparison(
      shapes: [[3, 50, 20], [36, 20], [36]],
      kernel: { try Kernels.masterLinear($0[0].to(dtype), $0[1], bias: $0[2]) },
      composed: { try $0[0].linear($0[1], bias: $0[2]) }
    ).check(tolerance: dtype == .float32 ? 1e-5 : 2e-2, slopes: dtype == .float32)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let tokens: Int
    let context: Int?
    let images: [Int]?
    let rotates: Bool
    let isShared: Bool
    var testDescription: String {
      "\(tokens) tokens, context \(context ?? 0), images \(images ?? []), rotates \(rotates), "
        + "shared \(isShared)"
    }
  }

  static let cases = [
    Case(tokens: 13, context: nil, images: nil, rotates: true, isShared: false),
    Case(tokens: 13, context: nil, images: [3, 1], rotates: true, isShared: false),
    Case(tokens: 21, context: nil, images: [3, 1], rotates: true, isShared: true),
    Case(tokens: 9, context: 34, images: [0, 2, 3], rotates: true, isShared: false),
    Case(tokens: 9, context: 34, images: nil, rotates: false, isShared: false),
    Case(tokens: 1, context: 3, images: nil, rotates: false, isShared: false),
    Case(tokens: 3, context: 2, images: nil, rotates: true, isShared: true),
    // Too long for the kernel of short sequences.
    Case(tokens: 530, context: nil, images: [2], rotates: true, isShared: true),
    Case(tokens: 5, context: 520, images: [2, 0], rotates: true, isShared: false),
  ]

  /// Widths of heads that are whole vectors, and others.
  @Test(arguments: cases, [20, 32]) func attention(one: Case, width: Int) throws {
    try compareAttention(one, width: width, in: .float32, tolerance: 3e-5)
  }

  /// Gradients of float32 weights of products in bfloat16. Channels that are whole vectors of pairs,
  /// that are not, and an odd number, which has no pairs.
  @Test(arguments: cases, [20, 21, 32, 34]) func attentionInBFloat16(one: Case, width: Int) throws {
    if width % 2 == 1, one.rotates { return }
    try compareAttention(one, width: width, in: .bfloat16, tolerance: 2e-2)
  }

  private func compareAttention(_ one: Case, width: Int, in dtype: DType, tolerance: Double) throws
  {
    let (heads, images) = (3, 4)
    let channels = heads * width
    let kept = try one.images.map { try Tensor($0) }
    let count = one.images?.count ?? images
    func tables(_ tokens: Int, _ name: String) throws -> (cos: Tensor, sin: Tensor) {
      let angles = try random([one.isShared ? 1 : images, 1, tokens, width], name)
      return (try angles.cos(), try angles.sin())
    }
    let queries = try tables(one.tokens, "queries")
    let keys = try one.context.map { try tables($0, "keys") } ?? queries
    let contextWidth = one.context == nil ? channels : 28
    let shapes =
      [
        [count, one.tokens, channels], [channels, channels], [channels, contextWidth],
        [channels, contextWidth],
      ] + (one.context.map { [[images, $0, contextWidth]] } ?? [])

    func rotated(_ x: Tensor, _ table: (cos: Tensor, sin: Tensor)) throws -> Tensor {
      guard one.rotates else { return x }
      func chosen(_ table: Tensor) throws -> Tensor {
        guard !one.isShared, let kept else { return try table.to(x.dtype) }
        return try table.indexed(0, by: kept).to(x.dtype)
      }
      let halves = try x.chunked(2, axis: -1)
      let turned = try Tensor.concatenated([-halves[1], halves[0]], axis: -1)
      return try x * chosen(table.cos) + turned * chosen(table.sin)
    }
    func split(_ x: Tensor) throws -> Tensor {
      try x.reshaped(x.size(0), x.size(1), heads, width).transposed(1, 2)
    }
    try KernelComparison(
      shapes: shapes, deviations: [1, 0.1, 0.1, 0.1, 1],
      kernel: {
        try Kernels.attention(
          $0[0].to(dtype), context: one.context == nil ? nil : $0[4], images: kept,
          weights: ($0[1], $0[2], $0[3]), rotation: one.rotates ? queries : nil,
          contextRotation: one.rotates && one.context != nil ? keys : nil, heads: heads)
      },
      composed: { given in
        let source =
          one.context == nil
          ? given[0] : try kept.map { try given[4].indexed(0, by: $0) } ?? given[4]
        let q = try rotated(split(given[0].linear(given[1])), queries)
        let k = try rotated(split(source.linear(given[2])), keys)
        let v = try split(source.linear(given[3]))
        let shares = try (q.matmul(k.transposed(2, 3)) / Double(width).squareRoot()).softmax()
        return try shares.matmul(v).transposed(1, 2).flattened(2, 3)
      }
    ).check(tolerance: tolerance, slopes: dtype == .float32)
  }

  @Test func indicesOutOfRangeAreRefused() throws {
    let x = try random([3, 4, 8], "x")
    for images in [[3], [-1], [0, 0]] {
      let kept = try Tensor(images)
      #expect(throws: TorchError.self) {
        try Kernels.normalizedRows(x, weight: nil, images: kept, epsilon: 1e-5, half: false)
      }
      #expect(throws: TorchError.self) {
        try Kernels.branchAdded(
          x, random([images.count, 4, 8], "update"), images: kept, factor: 1)
      }
    }
    #expect {
      try Kernels.softCrossEntropy(
        random([1, 5], "logits"), random([2, 5], "targets"), rows: Tensor([2]), temperature: 1)
    } throws: { "\($0)".contains("index 2 is out of range, there are 2") }
  }

  @Test func anAttentionWhoseInputsDoNotFitIsRefused() throws {
    let x = try random([3, 4, 8], "x")
    let (square, wide) = (try random([8, 8], "square"), try random([8, 6], "wide"))
    func attend(
      context: Tensor? = nil, keys: Tensor? = nil, angles: [Int]? = nil
    ) throws -> Tensor {
      let table = try angles.map { try random($0, "angles") }
      return try Kernels.attention(
        x, context: context, images: nil, weights: (square, keys ?? square, keys ?? square),
        rotation: table.map { ($0, $0) }, contextRotation: nil, heads: 2)
    }
    #expect(try attend(angles: [1, 1, 4, 4]).shape == [3, 4, 8])
    // One memory for three images, weights of another width, tables of other tokens, widths and images.
    #expect(throws: TorchError.self) { try attend(context: random([1, 5, 8], "context")) }
    #expect(throws: TorchError.self) { try attend(keys: wide) }
    for angles in [[1, 1, 5, 4], [1, 1, 4, 2], [2, 1, 4, 4]] {
      #expect(throws: TorchError.self) { try attend(angles: angles) }
    }
  }

  @Test func whatDoesNotFitIsRefusedWithShapes() throws {
    let x = try random([2, 3, 8], "x")
    #expect {
      try Kernels.mlp(x, first: random([5, 7], "first"), second: random([8, 5], "second"))
    } throws: {
      "\($0)".contains("x: float32 [2, 3, 8]") && "\($0)".contains("first: float32 [5, 7]")
    }
    #expect(throws: TorchError.self) {
      try Kernels.normalizedRows(
        x.to(.float64), weight: nil, images: nil, epsilon: 1e-5, half: false)
    }
  }
}
