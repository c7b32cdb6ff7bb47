/// The two halves of a data set.
///
/// In the segmentation layout of ADE20K the folders are called `training` and `validation`.
public enum Split: String, Sendable, CaseIterable {
  /// What models and probes are fitted on.
  case train
  /// What scores are computed on.
  case test
}
