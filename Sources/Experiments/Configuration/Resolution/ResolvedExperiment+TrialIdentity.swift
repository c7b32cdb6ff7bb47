import CapiCore

extension ResolvedExperiment {
  /// What names a trial of a sweep: SHA-256, 64 hexadecimal digits, of everything that can change
  /// its results.
  ///
  /// That is the semantic configuration with the seed, the version of each component, the plugin
  /// that each component comes from (a component of the program itself has none), and what the data
  /// set holds. Paths, thread counts and log periods are no part of it.
  ///
  /// - Parameter data: the data set's fingerprint.
  public func trialIdentity(data: String) -> String {
    let origins = configuration.components.compactMap { path, selection in
      origin(of: selection).map { ConfigurationValue.Member(path, .string($0)) }
    }
    return ConfigurationValue.object([
      .init("experiment", .string(identity)),
      .init("origins", .object(origins)),
      .init("data", .string(data)),
    ]).sha256
  }

  private func origin(of selection: ComponentSelection) -> String? {
    let description = catalogs[selection.kind]?.descriptions.first { $0.name == selection.name }
    guard let origin = description?.origin, origin != "built-in" else { return nil }
    return origin
  }
}
