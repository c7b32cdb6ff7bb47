public import Torch

/// A part of a network that owns parameters, possibly inside other modules.
///
/// The tree's keys are the reference's state-dict names (`encoder.blocks.0.residual1.norm.weight`),
/// so released weights load by name. A module belongs to the thread that trains.
public protocol Module: AnyObject {
  /// The module's own parameters, named relative to it.
  var ownParameters: [Parameter] { get }
  /// Modules inside this one, with the path that their names begin with; "" adds none.
  var children: [(path: String, module: any Module)] { get }
  /// Called after parameters were overwritten, so that tables computed from them are made anew.
  func parametersDidLoad() throws
}

extension Module {
  public var ownParameters: [Parameter] { [] }
  public var children: [(path: String, module: any Module)] { [] }
  public func parametersDidLoad() throws {}

  /// All parameters below this module, in a stable order, names relative to it.
  public var parameters: [Parameter] {
    ownParameters
      + children.flatMap { child in child.module.parameters.map { $0.prefixed(child.path) } }
  }

  /// Marks every parameter as wanting a gradient, or not; frequencies stay as they are.
  public func requireGradients(_ value: Bool) throws(TorchError) {
    for parameter in parameters where parameter.role != .frequency {
      try parameter.tensor.requiringGradient(value)
    }
  }
}
