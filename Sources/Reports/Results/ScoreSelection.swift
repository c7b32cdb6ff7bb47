public import Store

/// Which step's scores stand for a trial whose probes were made several times.
public enum ScoreSelection: String, Sendable, CaseIterable, Codable {
  /// The last step at which the probe was made.
  case last
  /// The step whose best setting scored best on the validation split; the earlier of equals. The
  /// scores themselves are still those of the test split.
  case bestOnValidation = "best-on-validation"

  /// What it needs of a record beside scores.
  public var parts: RunParts { self == .bestOnValidation ? .probeDetails : [] }
}

extension RunRecord {
  /// One result for each probe and subject, in the order of the record.
  ///
  /// - Throws: ``ReportError/noValidationScores(trial:probe:)`` when one must be chosen by
  ///   validation scores that the record does not have.
  package func probes(selected selection: ScoreSelection) throws(ReportError) -> [ProbeResult] {
    guard selection == .bestOnValidation else { return lastProbes }
    var chosen: [ProbeResult] = []
    for last in lastProbes {
      let rivals = probes.filter { $0.name == last.name && $0.subject == last.subject }
      guard rivals.count > 1 else {
        chosen.append(last)
        continue
      }
      var best: (score: Double, result: ProbeResult)?
      for rival in rivals.sorted(by: { $0.step < $1.step }) {
        guard let score = rival.validationScore else {
          throw .noValidationScores(trial: header.runID, probe: last.name)
        }
        if best.map({ score > $0.score }) ?? true { best = (score, rival) }
      }
      chosen.append(best?.result ?? last)
    }
    return chosen
  }
}

extension ProbeResult {
  /// The best score on the validation split, with its sign turned where less is better; nil where
  /// no setting was tried there.
  fileprivate var validationScore: Double? {
    let tried = grid.validationScores.filter(\.isFinite)
    return scores.first?.direction == .lower ? tried.min().map { -$0 } : tried.max()
  }
}
