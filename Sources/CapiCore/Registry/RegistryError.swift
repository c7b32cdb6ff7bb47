/// Why a component could not be registered or made.
public enum RegistryError: Error, Sendable, Equatable {
  case alreadyRegistered(kind: ComponentKind, name: String, origin: String)
  case nothingToReplace(kind: ComponentKind, name: String)
  case malformedName(kind: ComponentKind, name: String)
  case malformedParameter(kind: ComponentKind, component: String, parameter: String, fault: String)
  case unknownComponent(kind: ComponentKind, name: String, known: [String])
  case foreignParameters(kind: ComponentKind, name: String, expected: String, found: String)
}
