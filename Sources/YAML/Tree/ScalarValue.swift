/// What a scalar means under YAML 1.2's core schema.
public enum ScalarValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  /// Also integers beyond 64 bits, and `.inf` and `.nan`.
  case double(Double)
  case string(String)
}
