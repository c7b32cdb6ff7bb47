public import NeuralNetworks

/// A way of telling tokens where they are (paper, Table 1, "positional encoding").
public protocol PositionsComponent: Component {
  static func make(_ parameters: Parameters) throws -> any PositionEncoding
}
