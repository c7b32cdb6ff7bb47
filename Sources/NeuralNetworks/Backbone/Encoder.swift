public import Torch

/// The sizes of a vision transformer's encoder.
public struct EncoderShape: Sendable, Hashable {
  public var grid: TokenGrid
  /// Side of a patch in pixels.
  public var patch: Int
  public var width: Int
  public var depth: Int
  public var heads: Int
  public var mlpRatio: Double
  /// Extra learned tokens before the patches; a multiple of 4.
  public var registers: Int
  /// Probability that an image skips a residual branch while training.
  public var stochasticDepth: Double

  public init(
    grid: TokenGrid, patch: Int, width: Int, depth: Int, heads: Int, mlpRatio: Double = 4,
    registers: Int, stochasticDepth: Double = 0
  ) {
    self.grid = grid
    self.patch = patch
    self.width = width
    self.depth = depth
    self.heads = heads
    self.mlpRatio = mlpRatio
    self.registers = registers
    self.stochasticDepth = stochasticDepth
  }

  public var headWidth: Int { width / heads }
}

/// What the encoder says of the tokens that are present: registers first, then patches.
public struct EncodedTokens {
  /// `[batch, register + token, channel]`, after the final norm.
  public let tokens: Tensor
  /// Where the tokens stand: `[batch or 1, register + token, 2]`.
  public let coordinates: Tensor
  public let registers: Int

  /// The patch tokens alone: `[batch, token, channel]`.
  public var patches: Tensor {
    get throws(TorchError) {
      try tokens.narrowed(1, from: registers, count: tokens.size(1) - registers)
    }
  }
}

/// A vision transformer over the visible patches and the registers (paper, section 3).
public final class Encoder: Module {
  public let shape: EncoderShape
  private let embedding: PatchEmbedding
  private let positions: PositionTable?
  /// `[1, register, channel]`.
  private let registers: Tensor?
  private let blocks: [TransformerBlock]
  private let norm: RMSNorm
  private let gridCoordinates: Tensor
  private let unitRegisters: Tensor?
  private var tables: RotationTables?

  public init(
    shape: EncoderShape, positions encoding: any PositionEncoding, initializer: Initializer
  ) throws(TorchError) {
    self.shape = shape
    let device = initializer.device
    embedding = try PatchEmbedding(
      patch: shape.patch, width: shape.width, initializer: initializer.scoped("patch_embed"))
    positions = try encoding.table(
      width: shape.width, grid: shape.grid, initializer: initializer)
    registers =
      shape.registers > 0
      ? try initializer.normal("registers", [1, shape.registers, shape.width], deviation: 0.02)
      : nil
    var blocks: [TransformerBlock] = []
    for index in 0..<shape.depth {
      blocks.append(
        try TransformerBlock(
          width: shape.width, heads: shape.heads, mlpRatio: shape.mlpRatio,
          rope: try encoding.rotary(headWidth: shape.headWidth, device: device),
          stochasticDepth: shape.stochasticDepth,
          initializer: initializer.scoped("encoder.blocks.\(index)")))
    }
    self.blocks = blocks
    norm = try RMSNorm(width: shape.width, affine: false, initializer: initializer)
    gridCoordinates = try shape.grid.coordinates(device: device)
    unitRegisters =
      shape.registers > 0
      ? try RegisterCoordinates.unit(shape.registers, device: device) : nil
    try parametersDidLoad()
  }

  public var ownParameters: [Parameter] { registers.map { [Parameter("registers", $0)] } ?? [] }

  public var children: [(path: String, module: any Module)] {
    [("patch_embed", embedding)] + (positions.map { [("", $0)] } ?? [])
      + blocks.enumerated().map { ("encoder.blocks.\($0.offset)", $0.element) }
  }

  public func parametersDidLoad() throws(TorchError) {
    tables = try RotationTables(
      embeddings: blocks.compactMap(\.attention.rope), grid: gridCoordinates,
      registers: unitRegisters)
  }

  /// - Parameters:
  ///   - images: `[batch, 3, height, width]`, normalised.
  ///   - visible: flat indices into batch × token, the same number for every image; `nil`: all.
  ///   - generator: stochastic depth's random numbers; `nil` outside training.
  public func callAsFunction(
    _ images: Tensor, visible: Tensor? = nil, generator: Generator? = nil
  ) throws(TorchError) -> EncodedTokens {
    let batch = images.size(0)
    var tokens = try embedding(images, indices: visible)
    if let positions { tokens = try tokens + positions(batch: batch, indices: visible) }
    if let registers {
      tokens = try Tensor.concatenated(
        [registers.expanded(batch, -1, -1), tokens], axis: 1)
    }
    let places = try visible.map { (indices) throws(TorchError) in
      try TokenGrid.places(indices, tokens: shape.grid.tokenCount)
    }
    let coordinates = try coordinates(batch: batch, places: places)
    let rotations = try tables?.rotations(
      batch: batch, places: places, coordinates: coordinates)
    for block in blocks {
      var pair: (queries: Rotation, keys: Rotation)?
      if let rotations, let rope = block.attention.rope {
        let rotation = try rotations.rotation(for: rope)
        pair = (rotation, rotation)
      }
      tokens = try block(tokens, rotations: pair, generator: generator)
    }
    return EncodedTokens(
      tokens: try norm(tokens), coordinates: coordinates, registers: shape.registers)
  }

  /// Coordinates of registers and patches, `[batch or 1, register + token, 2]`.
  private func coordinates(batch: Int, places: Tensor?) throws(TorchError) -> Tensor {
    let patches =
      if let places {
        try gridCoordinates.indexed(0, by: places).reshaped(batch, -1, 2)
      } else {
        try gridCoordinates.unsqueezed(0)
      }
    guard let unitRegisters else { return patches }
    return try Tensor.concatenated(
      [RegisterCoordinates.scaled(unitRegisters, to: patches), patches], axis: 1)
  }
}
