import YAML

extension RegistryError: CustomStringConvertible {
  /// One sentence: what is wrong and what to do.
  public var description: String {
    switch self {
    case .alreadyRegistered(let kind, let name, let origin):
      "\(kind.rawValue) '\(name)' is already registered (\(origin)); choose another name, or "
        + "register with replacing: true to take its place"
    case .nothingToReplace(let kind, let name):
      "no \(kind.rawValue) '\(name)' is registered, so there is none to replace; register it "
        + "without replacing: true"
    case .malformedName(let kind, let name):
      "'\(name)' cannot name a \(kind.rawValue): use lower-case letters, digits and hyphens, "
        + "starting with a letter"
    case .malformedParameter(let kind, let component, let parameter, let fault):
      "parameter '\(parameter)' of \(kind.rawValue) '\(component)' is declared wrongly: \(fault)"
    case .unknownComponent(let kind, let name, let known):
      "unknown \(kind.rawValue) '\(name)'\(NameSuggestion.hint(for: name, among: known))"
    case .foreignParameters(let kind, let name, let expected, let found):
      "\(kind.rawValue) '\(name)' takes parameters of type \(expected), not \(found)"
    }
  }
}
