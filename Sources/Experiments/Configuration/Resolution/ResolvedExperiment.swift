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
  let catalogs: [ComponentKind: any AnyCatalog]
  /// ``configuration`` as plain data.
  let canonical: ConfigurationValue

  /// What can change a result, as canonical JSON: the semantic values and the version of each
  /// component. Thread counts, paths that are not semantic, and the question are left out.
  public let semanticJSON: String

  /// SHA-256 of ``semanticJSON``, 64 hexadecimal digits: equal for experiments that must give equal
  /// results on the same data.
  public let identity: String

  init(
    configuration: ExperimentConfiguration, shapes: ExperimentShapes, document: LoadedDocument,
    catalogs: [ComponentKind: any AnyCatalog]
  ) {
    self.configuration = configuration
    self.shapes = shapes
    self.document = document
    self.catalogs = catalogs
    canonical = configuration.canonical
    semanticJSON =
      ConfigurationValue.object([
        .init("configuration", configuration.canonical(semanticOnly: true)),
        .init(
          "component_versions",
          .object(configuration.components.map { .init($0.path, .int($0.selection.version)) })),
      ]).canonicalJSON
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
