public import CapiCore
import Store
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
  /// ``configuration`` as plain data.
  let canonical: ConfigurationValue

  /// What can change a result, as canonical JSON: the semantic values, the version of each
  /// component, and the hashes of the files that are named. Thread counts, paths that are not
  /// semantic, and the question are left out.
  public let semanticJSON: String

  /// SHA-256 of ``semanticJSON``, 64 hexadecimal digits: equal for experiments that must give equal
  /// results on the same data.
  public let identity: String

  init(
    configuration: ExperimentConfiguration, shapes: ExperimentShapes, document: LoadedDocument,
    files: [NamedFile], catalogs: [ComponentKind: any AnyCatalog]
  ) {
    self.configuration = configuration
    self.shapes = shapes
    self.document = document
    self.files = files
    self.catalogs = catalogs
    canonical = configuration.canonical
    var members: [ConfigurationValue.Member] = [
      .init("configuration", configuration.canonical(semanticOnly: true)),
      .init(
        "component_versions",
        .object(configuration.components.map { .init($0.path, .int($0.selection.version)) })),
    ]
    if !files.isEmpty {
      let digests = files.map { file in
        ConfigurationValue.Member(file.key, file.sha256.map { .string($0) } ?? .null)
      }
      members.append(.init("files", .object(digests)))
    }
    semanticJSON = ConfigurationValue.object(members).canonicalJSON
    identity = Digest.sha256(Array(semanticJSON.utf8))
  }

  /// The whole resolved configuration as canonical JSON. It is a valid experiment file itself.
  public var canonicalJSON: String { canonical.canonicalJSON }

  /// Every leaf of the resolved configuration: dotted key and JSON text, in declared order.
  public var flat: [(key: String, json: String)] {
    canonical.flattened().map { ($0.key, $0.value.canonicalJSON) }
  }

  /// The named file's text, verbatim; empty for a tree made in memory.
  public var yaml: String { document.files.first?.text ?? "" }
}
