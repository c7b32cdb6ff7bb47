/// One trial of a sweep before it runs.
public struct TrialPlan: Sendable, Equatable, Codable {
  /// Identity, made from what the trial does; the name of its folder below `runs/`.
  public var id: String
  /// Position in the plan, from 0.
  public var number: Int64
  /// Short text for tables: "base", "loss=direct".
  public var label: String
  /// Value on each axis as JSON text, in the order of `SweepSpecification.axes`.
  public var axisValues: [String]
  public var seed: Int64
  /// What differs from the base: dotted key path and value as JSON text.
  public var overrides: [TextEntry]
  /// SHA-256 of the trial's resolved configuration (`ConfigurationRecord.sha256`).
  public var configurationSHA256: String
  /// Published scores of the trial's setting.
  public var references: [TrialReference]

  private enum CodingKeys: String, CodingKey {
    case id
    case number
    case label
    case axisValues = "axis_values"
    case seed
    case overrides
    case configurationSHA256 = "configuration_sha256"
    case references
  }

  public init(
    id: String, number: Int64, label: String, axisValues: [String], seed: Int64,
    overrides: [TextEntry], configurationSHA256: String, references: [TrialReference] = []
  ) {
    self.id = id
    self.number = number
    self.label = label
    self.axisValues = axisValues
    self.seed = seed
    self.overrides = overrides
    self.configurationSHA256 = configurationSHA256
    self.references = references
  }

  /// Plans of schema version 1 know no references.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try values.decode(String.self, forKey: .id),
      number: try values.decode(Int64.self, forKey: .number),
      label: try values.decode(String.self, forKey: .label),
      axisValues: try values.decode([String].self, forKey: .axisValues),
      seed: try values.decode(Int64.self, forKey: .seed),
      overrides: try values.decode([TextEntry].self, forKey: .overrides),
      configurationSHA256: try values.decode(String.self, forKey: .configurationSHA256),
      references: try values.decodeIfPresent([TrialReference].self, forKey: .references) ?? [])
  }
}
