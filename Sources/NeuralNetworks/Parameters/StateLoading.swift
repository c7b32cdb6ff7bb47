public import Torch

/// Weights that do not fit a module: every name that is missing, surplus or of another shape.
public struct StateMismatch: Error, CustomStringConvertible, Sendable, Equatable {
  public struct Shape: Sendable, Equatable {
    public let name: String
    public let expected: [Int]
    public let found: [Int]
  }

  public let missing: [String]
  public let surplus: [String]
  public let misshapen: [Shape]

  public init(missing: [String] = [], surplus: [String] = [], misshapen: [Shape] = []) {
    self.missing = missing
    self.surplus = surplus
    self.misshapen = misshapen
  }

  public var description: String {
    var lines = ["the weights do not fit the model; nothing was loaded"]
    if !missing.isEmpty { lines.append("missing: \(missing.joined(separator: ", "))") }
    if !surplus.isEmpty { lines.append("not in the model: \(surplus.joined(separator: ", "))") }
    for entry in misshapen {
      lines.append("\(entry.name): the model has \(entry.expected), the weights \(entry.found)")
    }
    return lines.joined(separator: "\n")
  }
}

extension [Parameter] {
  /// What of a state does not fit these parameters; nil where all of it does.
  public func mismatch(_ state: [String: Tensor]) -> StateMismatch? {
    let names = Set(map(\.name))
    let misshapen = compactMap { parameter -> StateMismatch.Shape? in
      guard let found = state[parameter.name]?.shape, found != parameter.tensor.shape else {
        return nil
      }
      return .init(name: parameter.name, expected: parameter.tensor.shape, found: found)
    }
    let missing = map(\.name).filter { state[$0] == nil }
    let surplus = state.keys.filter { !names.contains($0) }.sorted()
    guard missing.isEmpty, surplus.isEmpty, misshapen.isEmpty else {
      return StateMismatch(missing: missing, surplus: surplus, misshapen: misshapen)
    }
    return nil
  }

  /// Overwrites every tensor with the one of the same name. Names and shapes are all compared
  /// before anything changes.
  ///
  /// - Throws: ``StateMismatch`` naming everything that is missing, surplus or misshapen.
  public func load(_ state: [String: Tensor]) throws {
    if let mismatch = mismatch(state) { throw mismatch }
    try noGrad {
      for parameter in self {
        guard let source = state[parameter.name] else { continue }
        try parameter.tensor.copy(from: source)
      }
    }
  }
}

extension [String: Tensor] {
  /// The tensors whose names begin with `prefix`, without it.
  public func below(_ prefix: String) -> [String: Tensor] {
    var found: [String: Tensor] = [:]
    for (name, tensor) in self where name.hasPrefix(prefix) {
      found[String(name.dropFirst(prefix.count))] = tensor
    }
    return found
  }
}

extension Module {
  /// Overwrites every parameter with the tensor of the same name: the one door for loading.
  ///
  /// Names and shapes are all compared before anything changes.
  ///
  /// - Throws: ``StateMismatch`` naming everything that is missing, surplus or misshapen.
  public func load(_ state: [String: Tensor]) throws {
    try parameters.load(state)
    try notifyLoaded()
  }

  private func notifyLoaded() throws {
    try parametersDidLoad()
    for child in children { try child.module.notifyLoaded() }
  }

  /// Makes this module's parameters equal to those of a module of the same architecture.
  public func copyParameters(from other: some Module) throws {
    try load(
      Dictionary(
        other.parameters.map { ($0.name, $0.tensor) }, uniquingKeysWith: { first, _ in first }))
  }
}
