public import CapiCore
public import NeuralNetworks
public import Torch

/// The pixels themselves, as masked autoencoders predict them (paper, Fig. 3).
public final class PixelTarget: TargetComponent, TargetRepresentation {
  public struct Parameters: ParameterSet {
    public var normalise = true
    public init() {}
    public static let fields: [Field<Self>] = [
      Field(
        "normalise", \.normalise,
        "Give each patch mean 0 and variance 1 over its pixels and channels.")
    ]
  }

  public static let name = "pixels"
  public static let version = 2
  public static let summary = "The image's own pixels, patch by patch."

  private let parameters: Parameters
  private let patch: Int

  init(_ parameters: Parameters, patch: Int) {
    self.parameters = parameters
    self.patch = patch
  }

  public static func make(
    _ parameters: Parameters, _ context: TargetContext
  ) throws -> any TargetRepresentation {
    PixelTarget(parameters, patch: context.shapes.patch)
  }

  public var width: Int { 3 * patch * patch }
  public var backbone: Backbone? { nil }

  public func tokens(of images: Tensor) throws -> Tensor {
    try noGrad {
      let patches = try PatchEmbedding.patches(images, size: patch)
      guard parameters.normalise else { return patches }
      let centred = try patches - patches.mean([-1], keep: true)
      // The sample variance, divisor n − 1, as in MAE.
      return try centred / (centred.variance([-1], correction: 1, keep: true) + 1e-6).sqrt()
    }
  }

  public func follow(fraction: Double, progress: Double) throws -> [LoggedValue] { [] }
}
