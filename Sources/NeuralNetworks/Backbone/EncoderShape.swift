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
  /// How those images are chosen.
  public var stochasticDepthMode: StochasticDepth.Mode

  public init(
    grid: TokenGrid, patch: Int, width: Int, depth: Int, heads: Int, mlpRatio: Double = 4,
    registers: Int, stochasticDepth: Double = 0,
    stochasticDepthMode: StochasticDepth.Mode = .efficient
  ) {
    self.grid = grid
    self.patch = patch
    self.width = width
    self.depth = depth
    self.heads = heads
    self.mlpRatio = mlpRatio
    self.registers = registers
    self.stochasticDepth = stochasticDepth
    self.stochasticDepthMode = stochasticDepthMode
  }

  public var headWidth: Int { width / heads }

  /// Rate and mode together.
  public var dropping: StochasticDepth {
    StochasticDepth(rate: stochasticDepth, mode: stochasticDepthMode)
  }
}
