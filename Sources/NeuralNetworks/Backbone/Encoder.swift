public import Torch

/// A vision transformer over the visible patches and the registers (paper, section 3).
public final class Encoder: Module {
  public let shape: EncoderShape
  public let mode: ComputeMode
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
    mode = initializer.mode
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
          stochasticDepth: shape.dropping,
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
    let places = try visible.map(gridPlaces)
    let coordinates = try coordinates(batch: batch, places: places)
    let tokens = try run(
      try Tensor.concatenated(start(images, visible: visible), axis: 1),
      tables?.rotations(batch: batch, places: places, coordinates: coordinates),
      generator: generator)
    return EncodedTokens(tokens: tokens, coordinates: coordinates, registers: shape.registers)
  }

  /// Visible patches and mask tokens in one sequence, each looking at all others.
  ///
  /// Registers stand around the visible patches, as they do without mask tokens.
  ///
  /// - Parameters:
  ///   - images: `[batch, 3, height, width]`, normalised.
  ///   - visible: flat indices into batch × token, the same number for every image.
  ///   - maskToken: `[1, channel]`: what stands where a patch is to be predicted.
  ///   - predicted: the places to predict, flat, the same number for every image.
  ///   - generator: stochastic depth's random numbers; `nil` outside training.
  public func callAsFunction(
    _ images: Tensor, visible: Tensor, maskToken: Tensor, predicted: Tensor,
    generator: Generator?
  ) throws(TorchError) -> Prediction {
    let batch = images.size(0)
    let seen = try gridPlaces(visible).reshaped(batch, -1)
    let asked = try gridPlaces(predicted).reshaped(batch, -1)
    var masks = try maskToken.unsqueezed(0).expanded(batch, asked.size(1), shape.width)
    if let positions { masks = try masks + positions(batch: batch, indices: predicted) }

    let around = try coordinates(batch: batch, places: try seen.flattened())
    let coordinates = try Tensor.concatenated(
      [around, try gridCoordinates.indexed(0, by: try asked.flattened()).reshaped(batch, -1, 2)],
      axis: 1)
    let places = try Tensor.concatenated([seen, asked], axis: 1).flattened()
    let tokens = try run(
      try Tensor.concatenated(start(images, visible: visible) + [masks], axis: 1),
      tables?.rotations(batch: batch, places: places, coordinates: coordinates),
      generator: generator)
    let (kept, count) = (around.size(1), asked.size(1))
    return Prediction(
      encoded: EncodedTokens(
        tokens: try tokens.narrowed(1, from: 0, count: kept), coordinates: around,
        registers: shape.registers),
      predictions: try tokens.narrowed(1, from: kept, count: count).flattened(0, 1))
  }

  /// What the registers look at in the last block: the share of its attention that each register
  /// pays to each patch, averaged over the heads.
  ///
  /// - Parameter images: `[batch, 3, height, width]`, normalised; all patches are visible.
  /// - Returns: `[batch, register, token]`, each row 1 at most in sum; `nil` without registers.
  public func registerAttention(_ images: Tensor) throws(TorchError) -> Tensor? {
    guard shape.registers > 0, let last = blocks.last else { return nil }
    let rotations = try tables?.rotations(
      batch: images.size(0), places: nil,
      coordinates: coordinates(batch: images.size(0), places: nil))
    let tokens = try run(
      blocks.dropLast(), Tensor.concatenated(start(images, visible: nil), axis: 1), rotations,
      generator: nil)
    let shares = try last.attentionShares(tokens, rotations: pair(rotations, of: last))
    return try shares.mean([1]).narrowed(1, from: 0, count: shape.registers)
      .narrowed(2, from: shape.registers, count: shares.size(3) - shape.registers)
  }

  /// Registers, where there are any, and embedded patches, each `[batch, token, channel]`.
  private func start(_ images: Tensor, visible: Tensor?) throws(TorchError) -> [Tensor] {
    let batch = images.size(0)
    var tokens = try embedding(images, indices: visible)
    if let positions { tokens = try tokens + positions(batch: batch, indices: visible) }
    guard let registers else { return [tokens] }
    return [try registers.expanded(batch, -1, -1), tokens]
  }

  /// All blocks and the final norm.
  private func run(
    _ sequence: Tensor, _ rotations: Rotations?, generator: Generator?
  ) throws(TorchError) -> Tensor {
    try norm(run(blocks, sequence, rotations, generator: generator))
  }

  private func run(
    _ blocks: some Sequence<TransformerBlock>, _ sequence: Tensor, _ rotations: Rotations?,
    generator: Generator?
  ) throws(TorchError) -> Tensor {
    var tokens = sequence
    for block in blocks {
      tokens = try block(
        tokens, rotations: pair(rotations, of: block), generator: generator)
    }
    return tokens
  }

  /// A block's rotations: the same for queries and keys.
  private func pair(
    _ rotations: Rotations?, of block: TransformerBlock
  ) throws(TorchError) -> (queries: Rotation, keys: Rotation)? {
    guard let rotations, let rope = block.attention.rope else { return nil }
    let rotation = try rotations.rotation(for: rope)
    return (rotation, rotation)
  }

  private func gridPlaces(_ indices: Tensor) throws(TorchError) -> Tensor {
    try TokenGrid.places(indices, tokens: shape.grid.tokenCount)
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
