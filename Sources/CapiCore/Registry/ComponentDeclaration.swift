/// What is refused in a component's own declaration, at registration rather than in a user's run.
enum ComponentDeclaration {
  static func check<C: Component>(_ type: C.Type, _ kind: ComponentKind) throws(RegistryError) {
    guard isName(C.name, joint: "-") else {
      throw .malformedName(kind: kind, name: C.name)
    }
    var seen: Set<String> = []
    for parameter in C.Parameters.descriptions {
      func refuse(_ fault: String) -> RegistryError {
        .malformedParameter(
          kind: kind, component: C.name, parameter: parameter.name, fault: fault)
      }
      if parameter.name == "name" { throw refuse("'name' is the component's own key") }
      guard isName(parameter.name, joint: "_") else {
        throw refuse("use lower-case letters, digits and underscores, starting with a letter")
      }
      guard seen.insert(parameter.name).inserted else { throw refuse("it is declared twice") }
    }
    if let issue = C.Parameters().issues.first {
      throw .malformedParameter(
        kind: kind, component: C.name, parameter: issue.key,
        fault: "its default is refused: \(issue.message)")
    }
  }

  private static func isName(_ text: String, joint: Character) -> Bool {
    guard let first = text.first, first.isASCII, first.isLowercase else { return false }
    return text.allSatisfy {
      $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == joint)
    }
  }
}
