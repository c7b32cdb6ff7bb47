public import CapiCore
public import NeuralNetworks
public import Torch

/// Histograms of oriented gradients, as MaskFeat predicts them: a hand-made target that keeps edges
/// and drops colour and brightness.
public final class HOGTarget: TargetComponent, TargetRepresentation {
  public struct Parameters: ParameterSet {
    public var bins = 9
    public var cell: Int?
    public init() {}
    public static let fields: [Field<Self>] = [
      Field("bins", \.bins, in: 2...36, "Orientations between 0 and 180 degrees (MaskFeat: 9)."),
      Field(
        "cell", \.cell, in: 1...256, unit: "pixels",
        "Side of the square that one histogram counts; divides the patch; the patch where not "
          + "given (MaskFeat: 8, half a patch)."),
    ]
  }

  public static let name = "hog"
  public static let summary = "Histograms of oriented gradients of each patch (MaskFeat)."

  private static let atan2 = Operator("aten::atan2")
  private static let remainder = Operator("aten::remainder", "Scalar")

  private let bins: Int
  private let cell: Int
  private let patch: Int

  init(_ parameters: Parameters, patch: Int) {
    bins = parameters.bins
    cell = parameters.cell ?? patch
    self.patch = patch
  }

  public static func make(
    _ parameters: Parameters, _ context: TargetContext
  ) throws -> any TargetRepresentation {
    HOGTarget(parameters, patch: context.shapes.patch)
  }

  public static func check(
    _ parameters: Parameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] {
    guard let cell = parameters.cell, shapes.patch % cell != 0 else { return [] }
    return [
      ParameterIssue(
        key: "cell",
        message: "cells of \(cell) pixels do not divide patches of \(shapes.patch) pixels")
    ]
  }

  /// One histogram for each channel and each cell of a patch.
  public var width: Int { 3 * bins * (patch / cell) * (patch / cell) }
  public var backbone: Backbone? { nil }

  public func tokens(of images: Tensor) throws -> Tensor {
    try noGrad {
      let down = try Self.difference(images, axis: 2)
      let across = try Self.difference(images, axis: 3)
      let size = try (down * down + across * across).sqrt()
      let angle = try Self.remainder(
        .tensor(Self.atan2(.tensor(down), .tensor(across))), .double(.pi))
      // Rounding may put an angle just below π at π itself: orientation 0.
      let orientation = try Self.remainder(
        .tensor((angle * (Double(bins) / .pi)).to(.int64)), .int(bins))
      // [batch, 3, height, width, bin]
      let votes = try orientation.oneHot(bins).to(.float32) * size.unsqueezed(-1)
      return try Self.arranged(try histograms(votes), cells: patch / cell)
    }
  }

  /// Votes summed over each cell and brought to length 1: `[batch, 3, row, column, bin]`.
  private func histograms(_ votes: Tensor) throws -> Tensor {
    let shape = votes.shape
    let (rows, columns) = (shape[2] / cell, shape[3] / cell)
    let sums = try votes.reshaped(shape[0], 3, rows, cell, columns, cell, bins).sum([3, 5])
    return try sums / sums.norm([-1], keep: true).clamped(min: 1e-12)
  }

  /// `[batch, 3, row, column, bin]` of cells → `[batch, token, 3 · cells² · bins]`.
  private static func arranged(_ cells: Tensor, cells side: Int) throws -> Tensor {
    let shape = cells.shape
    let (rows, columns) = (shape[2] / side, shape[3] / side)
    return try cells.reshaped([shape[0], 3, rows, side, columns, side, shape[4]])
      .permuted(0, 2, 4, 1, 3, 5, 6)
      .reshaped(shape[0], rows * columns, 3 * side * side * shape[4])
  }

  /// x[i + 1] − x[i − 1] along an axis, the edge repeated.
  private static func difference(_ x: Tensor, axis: Int) throws -> Tensor {
    let size = x.size(axis)
    let first = try x.narrowed(axis, from: 0, count: 1)
    let last = try x.narrowed(axis, from: size - 1, count: 1)
    let next = try Tensor.concatenated(
      [x.narrowed(axis, from: 1, count: size - 1), last], axis: axis)
    let previous = try Tensor.concatenated(
      [first, x.narrowed(axis, from: 0, count: size - 1)], axis: axis)
    return try next - previous
  }

  public func follow(fraction: Double, progress: Double) throws -> [LoggedValue] { [] }
}
