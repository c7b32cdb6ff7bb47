public import NeuralNetworks
public import Torch

/// Chooses the patches that an image hides from the student.
public protocol MaskingStrategy: Sendable {
  /// - Parameter random: the image's own stream; the mask depends on nothing else.
  /// - Returns: the hidden patches of one image, ascending places in the grid; always as many as
  ///   ``PatchHiding/maskedTokens(_:of:)`` said.
  func hiddenPatches(using random: inout RandomStream) -> [Int]
}

/// A masking; it says how many patches it hides before any image is seen.
public protocol MaskingComponent: PatchHiding {
  static func make(_ parameters: Parameters, grid: TokenGrid) throws -> any MaskingStrategy
}
