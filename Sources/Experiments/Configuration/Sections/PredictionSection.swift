public import CapiCore

/// How many of the masked patches the student predicts.
public struct PredictionSection: ParameterSet {
  public var count: Int?
  public var fraction = 0.05

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      "count", \.count, in: 1...65536, unit: "patches",
      "Predicted patches of each image (7 in the paper); null takes the fraction."),
    Field(
      "fraction", \.fraction, in: 0.0...1.0, unit: "fraction of the masked patches",
      "Predicted share of the masked patches, rounded down, when count is null "
        + "(0.05 in the release)."),
  ]

  /// Predicted patches of an image of which `masked` patches are hidden.
  public func tokens(ofMasked masked: Int) -> Int {
    count ?? Int((Double(masked) * fraction).rounded(.down))
  }
}
