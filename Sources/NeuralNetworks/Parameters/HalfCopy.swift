public import Torch

/// A parameter's elements in bfloat16, for products in that precision.
///
/// The optimizer and the moving average write it in the same sweep as the parameter; after any other change
/// it is made anew when it is next asked for. Like the module that has it, it belongs to the thread that
/// trains.
public final class HalfCopy: @unchecked Sendable {
  private let parameter: Tensor
  private let elements: Tensor
  /// The parameter's version that the elements are of.
  private var version = -1

  /// - Parameter elements: where the copy is to be, bfloat16, of the parameter's shape.
  init(of parameter: Tensor, in elements: Tensor) {
    self.parameter = parameter
    self.elements = elements
  }

  /// The copy, up to date.
  public func current() throws(TorchError) -> Tensor {
    let now = parameter.version
    if version != now {
      try noGrad { () throws(TorchError) in try elements.copy(from: parameter) }
      version = now
    }
    return elements
  }

  /// Lets `body` change the parameter and write the copy as well.
  static func updating<R>(
    _ copies: [HalfCopy?], _ body: ([Tensor?]) throws(TorchError) -> R
  ) throws(TorchError) -> R {
    let before = copies.map { $0?.parameter.version }
    let result = try body(copies.map { $0?.elements })
    // Where nothing was changed, because a gradient was not finite, a copy that was behind still is.
    for (copy, before) in zip(copies, before) {
      if let copy, copy.parameter.version != before { copy.version = copy.parameter.version }
    }
    return result
  }
}
