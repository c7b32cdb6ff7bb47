public import CapiCore

extension Registry {
  /// Registers every probe of this module.
  public mutating func registerBuiltInProbes() throws(RegistryError) {
    try register(KNNSegmentation.self)
    try register(LogisticSegmentation.self)
    try register(KNNClassification.self)
    try register(LinearClassification.self)
    try register(AttentiveClassification.self)
    try register(RepresentationHealth.self)
  }
}
