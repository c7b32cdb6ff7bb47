/// A resolved configuration as plain data.
///
/// Integers and doubles are told apart by the declared type of the parameter, not by how a file
/// wrote them, so `1` for a number is `1.0` here and in the canonical JSON.
public enum ConfigurationValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(Int)
  /// Always finite: decoding refuses infinities and NaN.
  case double(Double)
  case string(String)
  case array([ConfigurationValue])
  /// Members in the order of their declaration.
  case object([Member])

  /// One key of an object with its value.
  public struct Member: Sendable, Equatable {
    public var key: String
    public var value: ConfigurationValue

    /// A key with its value.
    public init(_ key: String, _ value: ConfigurationValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members of an object, or nil.
  public var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The value of a key of an object, or nil.
  public subscript(key: String) -> ConfigurationValue? {
    members?.first { $0.key == key }?.value
  }

  /// Every leaf with its dotted key in declared order: `("loss.name", "direct")`.
  ///
  /// Lists of plain values are leaves; the elements of a list of objects are numbered.
  public func flattened(below prefix: String = "") -> [Member] {
    func key(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }
    switch self {
    case .object(let members) where !members.isEmpty:
      return members.flatMap { $0.value.flattened(below: key($0.key)) }
    case .array(let elements) where elements.contains { $0.members != nil }:
      return elements.enumerated().flatMap { $0.element.flattened(below: key(String($0.offset))) }
    default:
      return [Member(prefix, self)]
    }
  }
}
