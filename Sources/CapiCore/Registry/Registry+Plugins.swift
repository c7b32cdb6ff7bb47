extension Registry {
  /// Registers the components of a plugin; its name becomes their origin.
  ///
  /// - Throws: what the plugin throws; the registry is then as it was before.
  public mutating func register(_ plugin: some Plugin) throws {
    var extended = self
    extended.defaultOrigin = plugin.name
    try plugin.register(in: &extended)
    extended.defaultOrigin = defaultOrigin
    self = extended
  }
}
