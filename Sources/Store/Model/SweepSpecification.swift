/// The plan of a sweep: what `sweep.json` holds. Written once, never changed.
public struct SweepSpecification: Sendable, Equatable, Codable {
  public var sweepID: String
  /// Name for people.
  public var name: String
  /// ISO 8601 in UTC.
  public var createdUTC: String
  public var creatorVersion: String
  /// The sweep file, byte for byte.
  public var yaml: String
  /// The base experiment that trials differ from, resolved, as canonical JSON.
  public var baseConfiguration: String
  /// Dotted key paths that trials vary, in the order of the sweep file.
  public var axes: [String]
  public var trials: [TrialPlan]

  private enum CodingKeys: String, CodingKey {
    case sweepID = "sweep_id"
    case name
    case createdUTC = "created_utc"
    case creatorVersion = "creator_version"
    case yaml
    case baseConfiguration = "base_configuration"
    case axes
    case trials
  }

  public init(
    sweepID: String, name: String, createdUTC: String, creatorVersion: String, yaml: String,
    baseConfiguration: String, axes: [String], trials: [TrialPlan]
  ) {
    self.sweepID = sweepID
    self.name = name
    self.createdUTC = createdUTC
    self.creatorVersion = creatorVersion
    self.yaml = yaml
    self.baseConfiguration = baseConfiguration
    self.axes = axes
    self.trials = trials
  }
}
