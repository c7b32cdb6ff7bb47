/// A registered component with decoded parameters: what one section of an experiment asks for.
public struct ComponentSelection: Sendable {
  public let kind: ComponentKind
  public let name: String
  public let version: Int
  /// Of the component's `Parameters` type.
  public let parameters: any ParameterSet

  /// A selection made in code; `Catalog.make` refuses parameters of another component's type.
  public init(kind: ComponentKind, name: String, version: Int, parameters: any ParameterSet) {
    self.kind = kind
    self.name = name
    self.version = version
    self.parameters = parameters
  }

  /// `{"name": …, parameters…}` with all values.
  public var canonical: ConfigurationValue { canonical(semanticOnly: false) }

  /// `{"name": …, parameters…}`; with `semanticOnly`, what is part of the identity.
  public func canonical(semanticOnly: Bool) -> ConfigurationValue {
    let values = parameters.canonical(semanticOnly: semanticOnly).members ?? []
    return .object([.init("name", .string(name))] + values)
  }
}
