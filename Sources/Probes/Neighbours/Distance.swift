public import CapiCore

/// How near two feature vectors are.
public enum Distance: String, ParameterChoice {
  /// 1 − cosine of the angle.
  case cosine
  /// Euclidean.
  case l2
}
