public import NeuralNetworks
public import Torch

/// The mask of one image.
public struct ImageMask: Sendable, Hashable {
  /// Hidden patches, ascending places in the grid.
  public let hidden: [Int]
  /// Those of them that are predicted first, ascending; the others only if these do not suffice.
  public let preferred: [Int]

  /// - Parameter preferred: hidden patches; all of them where not given.
  public init(hidden: [Int], preferred: [Int]? = nil) {
    self.hidden = hidden
    self.preferred = preferred ?? hidden
  }
}

/// Chooses the patches that an image hides from the student.
public protocol MaskingStrategy: Sendable {
  /// - Parameter random: the image's own stream; the mask depends on nothing else.
  /// - Returns: the hidden patches of one image, ascending places in the grid; always as many as
  ///   ``PatchHiding/maskedTokens(_:of:)`` said.
  func hiddenPatches(using random: inout RandomStream) -> [Int]

  /// The mask of one image: by default, each hidden patch may be predicted as well as any other.
  func mask(using random: inout RandomStream) -> ImageMask
}

extension MaskingStrategy {
  public func mask(using random: inout RandomStream) -> ImageMask {
    ImageMask(hidden: hiddenPatches(using: &random))
  }
}

/// A masking; it says how many patches it hides before any image is seen.
public protocol MaskingComponent: PatchHiding {
  static func make(_ parameters: Parameters, grid: TokenGrid) throws -> any MaskingStrategy
}
