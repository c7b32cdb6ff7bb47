/// An exchangeable part of an experiment: its name, its parameters and its checks.
///
/// What a component makes is told to the ``Catalog`` of its kind when it is registered; one file
/// and one registration line are all that a new component needs.
public protocol Component: SendableMetatype {
  associatedtype Parameters: ParameterSet = NoParameters

  /// The name in experiment files, in lower case with hyphens, unique in its kind.
  static var name: String { get }
  /// One line for listings.
  static var summary: String { get }
  /// Counts changes that alter results with equal parameters; part of an experiment's identity.
  static var version: Int { get }

  /// Faults that only show beside the rest of the experiment; nothing by default.
  ///
  /// Called when all values are of the right type and range. The keys are parameter names, or
  /// empty for the component as a whole.
  static func check(_ parameters: Parameters, _ shapes: ExperimentShapes) -> [ParameterIssue]
}

extension Component {
  public static var version: Int { 1 }

  public static func check(_ parameters: Parameters, _ shapes: ExperimentShapes)
    -> [ParameterIssue]
  { [] }
}
