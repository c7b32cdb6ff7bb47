/// What merging must know of a tree's meaning.
public struct MergeRules: Sendable, Hashable {
  /// The `name` that a mapping at a path has without saying so: `["masking": "inverse-block"]`.
  public var impliedNames: [KeyPathText: String]

  /// Rules under which the mappings at these paths have a name when they state none.
  public init(impliedNames: [KeyPathText: String] = [:]) { self.impliedNames = impliedNames }

  /// No mapping has a name that it does not state.
  public static let none = MergeRules()
}
