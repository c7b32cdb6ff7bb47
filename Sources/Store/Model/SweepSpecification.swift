/// The plan of a sweep: what `sweep.json` holds. Written once, never changed.
public struct SweepSpecification: Sendable, Equatable, Codable {
  public var sweepID: String
  /// Name for people.
  public var name: String
  /// ISO 8601 in UTC.
  public var createdUTC: String
  public var creatorVersion: String
  /// What the sweep is to find out; empty where nothing says, and in plans of schema version 1.
  public var question: String
  /// The sweep file, byte for byte.
  public var yaml: String
  /// Changes to the file that the command line made, as `dotted.key=value`.
  public var arguments: [String]
  /// The base experiment that trials differ from, resolved, as canonical JSON.
  public var baseConfiguration: String
  /// Dotted key paths that trials vary, in the order of the sweep file.
  public var axes: [String]
  /// More on each of `axes`, in the same order; empty in plans of schema version 1.
  public var axisRecords: [AxisRecord]
  public var trials: [TrialPlan]

  private enum CodingKeys: String, CodingKey {
    case sweepID = "sweep_id"
    case name
    case createdUTC = "created_utc"
    case creatorVersion = "creator_version"
    case question
    case yaml
    case arguments
    case baseConfiguration = "base_configuration"
    case axes
    case axisRecords = "axis_records"
    case trials
  }

  public init(
    sweepID: String, name: String, createdUTC: String, creatorVersion: String,
    question: String = "", yaml: String, arguments: [String] = [], baseConfiguration: String,
    axes: [String],
    axisRecords: [AxisRecord] = [], trials: [TrialPlan]
  ) {
    self.sweepID = sweepID
    self.name = name
    self.createdUTC = createdUTC
    self.creatorVersion = creatorVersion
    self.question = question
    self.yaml = yaml
    self.arguments = arguments
    self.baseConfiguration = baseConfiguration
    self.axes = axes
    self.axisRecords = axisRecords
    self.trials = trials
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      sweepID: try values.decode(String.self, forKey: .sweepID),
      name: try values.decode(String.self, forKey: .name),
      createdUTC: try values.decode(String.self, forKey: .createdUTC),
      creatorVersion: try values.decode(String.self, forKey: .creatorVersion),
      question: try values.decodeIfPresent(String.self, forKey: .question) ?? "",
      yaml: try values.decode(String.self, forKey: .yaml),
      arguments: try values.decodeIfPresent([String].self, forKey: .arguments) ?? [],
      baseConfiguration: try values.decode(String.self, forKey: .baseConfiguration),
      axes: try values.decode([String].self, forKey: .axes),
      axisRecords: try values.decodeIfPresent([AxisRecord].self, forKey: .axisRecords) ?? [],
      trials: try values.decode([TrialPlan].self, forKey: .trials))
  }
}
