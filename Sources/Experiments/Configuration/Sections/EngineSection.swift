public import CapiCore
public import NeuralNetworks

/// Where and how the run computes; of it, only the precision is part of an experiment's identity.
public struct EngineSection: ParameterSet {
  /// A device that libtorch computes on.
  public enum Device: String, ParameterChoice {
    case cpu
    case cuda
  }

  public var device = Device.cpu
  public var threads = 0
  public var precision = ComputeMode.Precision.float32
  public var kernels = ComputeMode.Kernels.fused

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("device", \.device, semantic: false, "Where tensors live and are computed."),
    Field(
      "threads", \.threads, in: 0...1024, unit: "threads", semantic: false,
      "Threads of libtorch's CPU operations; 0 uses every core."),
    Field(
      "precision", \.precision,
      "Of matrix products and attention; parameters, norms, Sinkhorn and losses are float32. "
        + "'bfloat16' is about twice as fast where the processor or GPU multiplies it."),
    Field(
      "kernels", \.kernels, semantic: false,
      "'fused': this program's own kernels on the CPU; 'composed': libtorch's operations "
        + "everywhere, which differ by rounding."),
  ]

  /// How networks and losses compute.
  var mode: ComputeMode { ComputeMode(precision: precision, kernels: kernels) }
}
