/// What listings and the JSON Schema say of a registered component.
public struct ComponentDescription: Sendable, Equatable {
  public var kind: ComponentKind
  public var name: String
  public var summary: String
  public var version: Int
  /// "built-in", or the name of the plugin that registered it.
  public var origin: String
  public var parameters: [ParameterDescription]
}
