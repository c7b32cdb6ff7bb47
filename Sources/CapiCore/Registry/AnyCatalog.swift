public import YAML

/// The catalog of one kind, whatever it makes: what configuration code needs of it.
public protocol AnyCatalog: Sendable {
  /// The kind of all components in the catalog.
  var kind: ComponentKind { get }

  /// The components in the order of registration.
  var descriptions: [ComponentDescription] { get }

  /// Reads `{name: …, parameters…}`, or a bare name, which means all its defaults.
  ///
  /// Faults are reported with their places; the result is nil if no component could be chosen.
  /// `defaultName` is the component of a section that is absent or does not name one; an absent
  /// section without one is reported at `sectionLocation`.
  func select(
    _ node: Node?, at path: KeyPathText, defaultName: String?, sectionLocation: Location,
    into collector: inout DiagnosticCollector
  ) -> ComponentSelection?

  /// The component's own checks against the rest of the experiment.
  func check(_ selection: ComponentSelection, _ shapes: ExperimentShapes) -> [ParameterIssue]

  /// How many of `tokens` patches the selected masking hides; nil for other kinds.
  func maskedTokens(_ selection: ComponentSelection, of tokens: Int) -> Int?
}

extension AnyCatalog {
  /// The registered names, in the order of registration.
  public var names: [String] { descriptions.map(\.name) }
}
