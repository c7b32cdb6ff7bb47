/// What listings and the JSON Schema say of one parameter.
public struct ParameterDescription: Sendable, Equatable {
  /// The key in a file, in snake_case.
  public var name: String
  public var type: ParameterType
  public var `default`: ConfigurationValue
  /// The allowed range of the value or of each element, ends included.
  public var range: ParameterRange?
  /// The exact number of elements of a list.
  public var count: Int?
  /// Whether a list needs at least one element.
  public var nonEmpty = false
  /// The allowed texts of a choice.
  public var choices: [String]? { type.choices }
  /// The unit of the value: "pixels", "steps", "fraction of the run".
  public var unit: String?
  /// One line of documentation.
  public var doc: String
  /// Whether the parameter is part of an experiment's identity.
  public var semantic: Bool
  /// Whether the value names a file whose content, too, is part of the identity.
  public var isFile = false
}
