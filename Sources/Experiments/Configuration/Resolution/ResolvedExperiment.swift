public import CapiCore
public import YAML

/// An experiment ready to run, with everything that a record of it must hold.
public struct ResolvedExperiment: Sendable {
  /// All values.
  public let configuration: ExperimentConfiguration
  /// The sizes that follow from them.
  public let shapes: ExperimentShapes
  /// The merged tree and the files that it came from.
  public let document: LoadedDocument
  /// Files whose content decides results.
  public let files: [NamedFile]
  let catalogs: [ComponentKind: any AnyCatalog]

  /// The whole resolved configuration as canonical JSON. It is a valid experiment file itself.
  public var canonicalJSON: String { configuration.canonical.canonicalJSON }

  /// What can change a result, as canonical JSON: the semantic values, the version of each
  /// component, and the hashes of the files that are named. Thread counts, paths that are not semantic, and the question are left out.
  public var semanticJSON: String { semantic.canonicalJSON }

  /// SHA-256 of ``semanticJSON``, 64 hexadecimal digits: equal for experiments that must give equal
  /// results on the same data.
  public var identity: String { semantic.sha256 }

  /// Every leaf of the resolved configuration: dotted key and JSON text, in declared order.
  public var flat: [(key: String, json: String)] {
    configuration.canonical.flattened().map { ($0.key, $0.value.canonicalJSON) }
  }

  /// The named file's text, verbatim; empty for a tree made in memory.
  public var yaml: String { document.files.first?.text ?? "" }

  private var semantic: ConfigurationValue {
    var members: [ConfigurationValue.Member] = [
      .init("configuration", configuration.canonical(semanticOnly: true)),
      .init(
        "component_versions",
        .object(
          configuration.components.map { .init($0.path, .int($0.selection.version)) })),
    ]
    if !files.isEmpty {
      members.append(
        .init("files", .object(files.map { .init($0.key, $0.sha256.map { .string($0) } ?? .null) }))
      )
    }
    return .object(members)
  }
}
