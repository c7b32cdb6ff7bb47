public import CapiCore

extension ResolvedExperiment {
  /// What names a trial of a sweep: SHA-256, 64 hexadecimal digits, of everything that can change
  /// its results.
  ///
  /// That is the semantic configuration with the seed, the version of each component, the plugin
  /// that each component comes from (a component of the program itself has none), and what the data
  /// set holds. Paths, thread counts and log periods are no part of it.
  ///
  /// - Parameters:
  ///   - data: the data set's fingerprint.
  ///   - plugins: where components from outside come from: their versions and the hashes of their
  ///     libraries count for the trials that use them.
  public func trialIdentity(data: String, plugins: [PluginRecord] = []) -> String {
    let origins = configuration.components.compactMap { path, selection in
      origin(of: selection, plugins).map { ConfigurationValue.Member(path, .string($0)) }
    }
    return ConfigurationValue.object([
      .init("experiment", .string(identity)),
      .init("origins", .object(origins)),
      .init("data", .string(data)),
    ]).sha256
  }

  private func origin(of selection: ComponentSelection, _ plugins: [PluginRecord]) -> String? {
    let description = catalogs[selection.kind]?.descriptions.first { $0.name == selection.name }
    guard let origin = description?.origin, origin != "built-in" else { return nil }
    guard let plugin = plugins.first(where: { $0.name == origin }) else { return origin }
    return [origin, plugin.version, plugin.sha256].joined(separator: " ")
  }
}
