public import CapiCore

extension Registry {
  /// Registers every probe of this module.
  public mutating func registerBuiltInProbes() throws(RegistryError) {
    try register(KNNSegmentation.self)
    try register(KNNClassification.self)
  }
}
