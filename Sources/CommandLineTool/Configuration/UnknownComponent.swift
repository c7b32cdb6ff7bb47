import YAML

/// A name that is neither a kind nor a component.
struct UnknownComponent: Error, Equatable, CustomStringConvertible {
  let name: String
  /// All kinds, then all components.
  let known: [String]

  var description: String {
    "no kind or component is called '\(name)'\(NameSuggestion.hint(for: name, among: known))"
  }
}
