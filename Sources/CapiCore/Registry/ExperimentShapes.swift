/// The sizes of an experiment that components check their parameters against.
public struct ExperimentShapes: Sendable, Hashable {
  /// Side of the square training image, in pixels.
  public var imageSize: Int
  /// Side of a square patch, in pixels.
  public var patch: Int
  /// Rows of patches.
  public var gridRows: Int
  /// Columns of patches.
  public var gridColumns: Int
  /// Patches of an image: rows × columns.
  public var tokens: Int { gridRows * gridColumns }
  /// Hidden patches of an image; 0 if the masking is unknown or hides none.
  public var maskedTokens: Int
  /// Predicted patches of an image.
  public var predictedTokens: Int
  /// Images of a step.
  public var batch: Int
  /// Steps of the run.
  public var steps: Int
  /// Channels of an encoder token.
  public var width: Int
  /// Encoder blocks.
  public var depth: Int
  /// Attention heads of an encoder block.
  public var heads: Int
  /// Channels of one head.
  public var headWidth: Int { heads > 0 ? width / heads : 0 }
  /// Register tokens before the patches.
  public var registers: Int

  /// The sizes of a square image cut into square patches.
  public init(
    imageSize: Int, patch: Int, maskedTokens: Int, predictedTokens: Int, batch: Int, steps: Int,
    width: Int, depth: Int, heads: Int, registers: Int
  ) {
    self.imageSize = imageSize
    self.patch = patch
    gridRows = patch > 0 ? imageSize / patch : 0
    gridColumns = gridRows
    self.maskedTokens = maskedTokens
    self.predictedTokens = predictedTokens
    self.batch = batch
    self.steps = steps
    self.width = width
    self.depth = depth
    self.heads = heads
    self.registers = registers
  }
}
