public import CapiCore

/// When the probes are asked, and about what.
public struct EvaluationSection: ParameterSet {
  public var every = 0
  public var during = [TrainedSubject.teacher]
  public var subjects = ProbeSubject.allCases
  public var features = FeaturePlace.memory

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      "every", \.every, in: 0...100_000_000, unit: "steps",
      "Steps from one evaluation to the next while training; 0: only before and after."),
    Field(
      "during", \.during,
      "Which network is asked while training; the student where no teacher is."
    ),
    Field(
      "final", \.subjects,
      "What is asked about before training (raw pixels, untrained encoder) and after it."),
    Field(
      "features", \.features,
      "'memory': float32; 'disk': float16 in a file of the run's folder while it is asked about."),
  ]
}

/// Where patch features are kept while probes look at them.
public enum FeaturePlace: String, ParameterChoice {
  case memory
  case disk
}

/// A network that training changes.
public enum TrainedSubject: String, ParameterChoice {
  case student
  case teacher
}
