public import CapiCore

/// Where the run computes; none of it is part of an experiment's identity.
public struct EngineSection: ParameterSet {
  /// A device that libtorch computes on.
  public enum Device: String, ParameterChoice {
    case cpu
    case cuda
  }

  public var device = Device.cpu
  public var threads = 0

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("device", \.device, semantic: false, "Where tensors live and are computed."),
    Field(
      "threads", \.threads, in: 0...1024, unit: "threads", semantic: false,
      "Threads of libtorch's CPU operations; 0 uses every core."),
  ]
}
