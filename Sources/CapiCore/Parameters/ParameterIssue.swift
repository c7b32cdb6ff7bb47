/// A fault of one parameter.
public struct ParameterIssue: Sendable, Hashable {
  /// The parameter's name; empty for the component as a whole.
  public var key: String
  /// What is wrong and what would be right.
  public var message: String

  /// A fault of a parameter.
  public init(key: String, message: String) {
    self.key = key
    self.message = message
  }
}
