public import Imaging
public import Store

/// Which features of which run go where.
public struct FeatureRequest: Sendable {
  /// Whose weights make them.
  public enum Subject: String, Sendable, CaseIterable { case student, teacher }

  public var run: RunFolder
  /// Changes to the run's configuration: keys of ``FeatureExporter/changeable``.
  public var overrides: [String]
  public var split: Split
  public var subject: Subject
  public var precision: FeatureLayout.Precision
  /// The checkpoint's step; nil for the last one.
  public var step: Int64?
  /// A file of weights that is used in place of a checkpoint's; the run then decides the network.
  public var weights: String?
  /// The file.
  public var destination: String
  /// Whether a file of that name is replaced.
  public var replacing: Bool
  /// Threads to compute with; nil for the run's own setting.
  public var threads: Int?

  public init(
    run: RunFolder, overrides: [String] = [], split: Split, subject: Subject = .teacher,
    precision: FeatureLayout.Precision = .float32, step: Int64? = nil, weights: String? = nil,
    destination: String, replacing: Bool = false, threads: Int? = nil
  ) {
    self.run = run
    self.overrides = overrides
    self.split = split
    self.subject = subject
    self.precision = precision
    self.step = step
    self.weights = weights
    self.destination = destination
    self.replacing = replacing
    self.threads = threads
  }
}

/// What has become of an export.
public struct FeatureOutcome: Sendable {
  public let layout: FeatureLayout
  /// Images that are in the file.
  public let images: Int
  /// Images of these that an earlier, interrupted export had written.
  public let continuedFrom: Int
  /// Whose weights: `teacher of step 99`, `weights of FILE`.
  public let origin: String
  /// Size of the finished file; nil when it was stopped before the end.
  public let bytes: Int64?
}
