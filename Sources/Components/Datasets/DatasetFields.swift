public import CapiCore
public import Imaging

extension OnError: ParameterChoice {}

/// Declarations that the parameters of several data sets share.
extension Field {
  static func onError(_ path: any WritableKeyPath<Owner, OnError> & Sendable) -> Field {
    Field(
      "on_error", path, semantic: false,
      "'fail' ends the run at a broken file; 'skip' takes the next one and counts it.")
  }

  static func ignoredLabels(_ path: any WritableKeyPath<Owner, [Int]> & Sendable) -> Field {
    Field(
      "ignored_labels", path, in: 0...255,
      "Pixel labels that are no category; none unless named (ADE20K: [0, 255]).")
  }
}

/// Parameters of a data set that lies in a folder.
public protocol RootedParameters: ParameterSet {
  /// The folder; empty where it has not been named.
  var root: String { get }
}

extension DatasetComponent where Parameters: RootedParameters {
  public static func check(
    _ parameters: Parameters, _ shapes: ExperimentShapes
  ) -> [ParameterIssue] {
    // Named in the file or on the command line, never guessed.
    parameters.root.isEmpty
      ? [
        ParameterIssue(
          key: "root",
          message: "is not set; give the data set's folder, for example dataset.root=PATH")
      ] : []
  }
}
