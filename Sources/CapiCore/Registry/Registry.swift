public import Imaging
public import NeuralNetworks

/// Every component a program knows, by kind. A value: made once at the top, handed down.
///
/// ```swift
/// var registry = Registry()
/// try registry.register(RandomMasking.self)
/// ```
public struct Registry: Sendable {
  public private(set) var targets = Catalog<any TargetRepresentation, TargetContext>(kind: .target)
  public private(set) var losses = Catalog<any Loss, LossContext>(kind: .loss)
  public private(set) var maskings = Catalog<any MaskingStrategy, TokenGrid>(kind: .masking)
  public private(set) var predictors = Catalog<any Predictor, PredictorContext>(kind: .predictor)
  public private(set) var positions = Catalog<any PositionEncoding, Void>(kind: .positions)
  public private(set) var sinkhorns = Catalog<any SinkhornAlgorithm, ComputeMode>(
    kind: .sinkhorn)
  public private(set) var datasets = Catalog<any ImageDataset, DatasetContext>(kind: .dataset)
  public private(set) var probes = Catalog<any Probe, Void>(kind: .probe)

  /// The origin of what is registered without one; a plugin's name while it registers.
  var defaultOrigin = "built-in"

  public init() {}

  /// All catalogs, in the order of ``ComponentKind``.
  public var catalogs: [any AnyCatalog] {
    [targets, losses, maskings, predictors, positions, sinkhorns, datasets, probes]
  }

  // One door for each kind. `replacing` takes the place of a component of the same name.

  public mutating func register<C: TargetComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try targets.register(type, origin: origin ?? defaultOrigin, replacing: replacing) {
      try C.make($0, $1)
    }
  }

  public mutating func register<C: LossComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try losses.register(type, origin: origin ?? defaultOrigin, replacing: replacing) {
      try C.make($0, $1)
    }
  }

  public mutating func register<C: MaskingComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try maskings.register(type, origin: origin ?? defaultOrigin, replacing: replacing) {
      try C.make($0, grid: $1)
    }
  }

  public mutating func register<C: PredictorComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try predictors.register(type, origin: origin ?? defaultOrigin, replacing: replacing) {
      try C.make($0, $1)
    }
  }

  public mutating func register<C: PositionsComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try positions.register(type, origin: origin ?? defaultOrigin, replacing: replacing) {
      values, _ in
      try C.make(values)
    }
  }

  public mutating func register<C: SinkhornComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try sinkhorns.register(type, origin: origin ?? defaultOrigin, replacing: replacing) {
      try C.make($0, mode: $1)
    }
  }

  public mutating func register<C: DatasetComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try datasets.register(type, origin: origin ?? defaultOrigin, replacing: replacing) {
      try C.make($0, $1)
    }
  }

  public mutating func register<C: ProbeComponent>(
    _ type: C.Type, origin: String? = nil, replacing: Bool = false
  ) throws(RegistryError) {
    try probes.register(type, origin: origin ?? defaultOrigin, replacing: replacing) { values, _ in
      try C.make(values)
    }
  }
}
