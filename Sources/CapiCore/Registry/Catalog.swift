/// The registered components of one kind, and how each makes its product.
///
/// A value, not a global: whoever composes the program fills one and passes it on.
public struct Catalog<Product, Context>: Sendable {
  /// One registered component, its types erased.
  struct Entry: Sendable {
    let description: ComponentDescription
    let decode: ParameterDecoder
    let check: @Sendable (any ParameterSet, ExperimentShapes) -> [ParameterIssue]
    let maskedTokens: @Sendable (any ParameterSet, Int) -> Int?
    let make: @Sendable (any ParameterSet, Context) throws -> Product
  }

  public let kind: ComponentKind
  var entries: [String: Entry] = [:]
  var order: [String] = []

  /// An empty catalog.
  public init(kind: ComponentKind) { self.kind = kind }

  /// Adds a component.
  ///
  /// `origin` is "built-in" or the name of the plugin; with `replacing`, the component takes the
  /// place of the one registered under its name; `make` makes the product from decoded parameters.
  ///
  /// - Throws: ``RegistryError`` if the name is taken (or, with `replacing`, free), malformed, or
  ///   if a parameter is declared wrongly.
  public mutating func register<C: Component>(
    _ type: C.Type, origin: String = "built-in", replacing: Bool = false,
    make: @escaping @Sendable (C.Parameters, Context) throws -> Product
  ) throws(RegistryError) {
    try ComponentDeclaration.check(type, kind)
    if let existing = entries[C.name], !replacing {
      throw .alreadyRegistered(kind: kind, name: C.name, origin: existing.description.origin)
    }
    if entries[C.name] == nil {
      if replacing { throw .nothingToReplace(kind: kind, name: C.name) }
      order.append(C.name)
    }
    let kind = kind
    entries[C.name] = Entry(
      description: ComponentDescription(
        kind: kind, name: C.name, summary: C.summary, version: C.version, origin: origin,
        parameters: C.Parameters.descriptions),
      decode: { node, path, collector in
        C.Parameters.decode(
          node, at: path, of: .component(kind, C.name), otherKeys: ["name"], into: &collector)
      },
      check: { parameters, shapes in
        (parameters as? C.Parameters).map { C.check($0, shapes) } ?? []
      },
      maskedTokens: { parameters, tokens in
        guard let masking = C.self as? any PatchHiding.Type else { return nil }
        return masking.erasedMaskedTokens(parameters, of: tokens)
      },
      make: { parameters, context in
        guard let typed = parameters as? C.Parameters else {
          throw RegistryError.foreignParameters(
            kind: kind, name: C.name, expected: "\(C.Parameters.self)",
            found: "\(Swift.type(of: parameters))")
        }
        return try make(typed, context)
      })
  }

  /// Makes what a selection asks for.
  ///
  /// - Throws: ``RegistryError`` if the selection is not of this catalog, and what the component
  ///   itself throws.
  public func make(_ selection: ComponentSelection, _ context: Context) throws -> Product {
    guard selection.kind == kind, let entry = entries[selection.name] else {
      throw RegistryError.unknownComponent(kind: kind, name: selection.name, known: order)
    }
    return try entry.make(selection.parameters, context)
  }
}

extension PatchHiding {
  fileprivate static func erasedMaskedTokens(_ parameters: any ParameterSet, of tokens: Int)
    -> Int?
  {
    (parameters as? Parameters).map { maskedTokens($0, of: tokens) }
  }
}
