import CapiCore
import Experiments
import Foundation
import Plugins
import Store
import Sweeps
import YAML

/// Loads what the command line names, and what files name if the command line allows it.
struct PluginSession {
  private(set) var registry: Registry
  private(set) var records: [PluginRecord] = []

  init(registry: Registry) { self.registry = registry }

  /// Registers a plugin that is compiled in.
  mutating func register(_ plugin: any Plugin) throws {
    try register(plugin, record: PluginRecord(name: plugin.name, version: plugin.version))
  }

  /// Loads the plugins of a command.
  ///
  /// - Throws: ``PluginError`` of the first that cannot be used.
  mutating func load(for command: any PluginUser) throws {
    for library in command.plugins.libraries { try load(Self.absolute(library)) }
    let files = command.configurationFiles
    for file in files.paths {
      let listed = Self.plugins(listedIn: file, overrides: files.overrides)
      let unknown = listed.filter { path in
        !records.contains { $0.path == Self.absolute(path) }
      }
      guard unknown.isEmpty || command.plugins.allowPlugins else {
        throw PluginError.notAllowed(file: file, plugins: unknown)
      }
      for library in unknown { try load(Self.absolute(library)) }
    }
  }

  private mutating func load(_ path: String) throws {
    guard !records.contains(where: { $0.path == path }) else { return }
    guard let digest = try? Digest.sha256(file: path) else { throw PluginError.noFile(path: path) }
    let plugin = try PluginLibrary(path).plugin
    try register(
      plugin,
      record: PluginRecord(
        name: plugin.name, version: plugin.version, path: path, sha256: digest))
  }

  private mutating func register(_ plugin: any Plugin, record: PluginRecord) throws {
    do {
      try registry.register(plugin)
    } catch {
      throw PluginError.refused(
        path: record.path, name: plugin.name, reason: Failure.sentence(error))
    }
    records.append(record)
  }

  /// The library itself, whatever links lead to it: one library is loaded once.
  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  /// The `plugins` of a file, of its parents, or of a sweep's base. What is wrong with a file is
  /// left for the command to report.
  private static func plugins(listedIn path: String, overrides: [String]) -> [String] {
    var collector = DiagnosticCollector()
    guard let document = DocumentLoader().load(path, into: &collector) else { return [] }
    let root: Node? =
      if ConfigurationFile.isSweep(document.root) {
        (try? SweepFileReader.read(
          path, overrides: overrides, rules: ExperimentLayout.mergeRules))?.base
      } else {
        ExperimentResolver.document(path, overrides: overrides, into: &collector)?.root
      }
    guard let node = root?["plugins"] else { return [] }
    return [String].decode(node, at: KeyPathText(["plugins"]), into: &collector) ?? []
  }
}
