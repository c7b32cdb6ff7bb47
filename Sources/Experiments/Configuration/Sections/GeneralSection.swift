public import CapiCore

/// The keys at the top of an experiment file.
public struct GeneralSection: ParameterSet {
  public var question = ""
  public var seed = 0
  public var plugins: [String] = []

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("question", \.question, semantic: false, "What the experiment is to find out."),
    Field(
      "seed", \.seed, in: 0...(1 << 31),
      "Start of all random streams: weights, order of images, crops, masks."),
    Field(
      "plugins", \.plugins, semantic: false,
      "Libraries with components of third parties, relative to where capi is started; they are "
        + "loaded only where the command line says --allow-plugins."),
  ]
}
