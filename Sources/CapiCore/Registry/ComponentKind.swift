/// The kinds of exchangeable parts of an experiment.
public enum ComponentKind: String, Sendable, CaseIterable, Hashable {
  /// Where patch representations to predict come from (the ablation of the target's source).
  case target
  /// What compares predictions with targets.
  case loss
  /// Which patches are hidden from the student.
  case masking
  /// What turns visible tokens into predictions of hidden ones.
  case predictor
  /// How tokens know their place.
  case positions
  /// How cluster assignments are balanced.
  case sinkhorn
  /// Where images come from.
  case dataset
  /// What measures frozen features.
  case probe

  /// The key of the kind in an experiment file; probes are a list under `probes`.
  public var section: String { self == .probe ? "probes" : rawValue }
}
