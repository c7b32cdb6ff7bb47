package import Store

/// A probe that `capi eval` has asked about a run after its end.
package struct TrialEvaluation: Sendable, Equatable {
  /// Name of the evaluation's folder.
  package let id: String
  /// What its results are called beside those of the run's own probes: the probe's name, "@", and
  /// eight digits of a hash of the question, "knn-segmentation@1a2b3c4d". The same parameters on
  /// the same data have the same name in every trial.
  package let probe: String
  package let step: Int64
  package let sealedUTC: String
  package let dataFingerprint: String
  /// The probe's parameters: key and JSON text.
  package let parameters: [TextEntry]
  /// What was measured, under the name ``probe``.
  package let results: [ProbeResult]

  /// Stands between a probe's name and the hash; no component's name has it.
  static let mark: Character = "@"

  /// "k=[1,5], distance=\"cosine\"".
  package var question: String {
    parameters.map { "\($0.key)=\($0.text)" }.joined(separator: ", ")
  }

  /// Each probe of an evaluation's record.
  static func all(in record: RunRecord, id: String) -> [TrialEvaluation] {
    var names: [String] = []
    for result in record.probes where !names.contains(result.name) { names.append(result.name) }
    return names.map { name in
      let parameters = parameters(of: name, in: record.configuration.flat)
      let fingerprint = record.provenance.dataFingerprint
      let question = [fingerprint] + parameters.map { "\($0.key)=\($0.text)" }.sorted()
      let hash = Digest.sha256(Array(question.joined(separator: "\n").utf8)).prefix(8)
      let probe = "\(name)\(mark)\(hash)"
      return TrialEvaluation(
        id: id, probe: probe, step: record.header.lastStep, sealedUTC: record.header.sealedUTC,
        dataFingerprint: fingerprint, parameters: parameters,
        results: record.probes.filter { $0.name == name }.map { result in
          var renamed = result
          renamed.name = probe
          return renamed
        })
    }
  }

  /// The leaves of "probes.N" whose "name" is the probe's, without that name.
  private static func parameters(of probe: String, in flat: [TextEntry]) -> [TextEntry] {
    let owner = flat.first { entry in
      entry.key.hasPrefix("probes.") && entry.key.hasSuffix(".name")
        && SettingLabel.text(ofJSON: entry.text) == probe
    }
    guard let owner else { return [] }
    let prefix = owner.key.dropLast("name".count)
    return flat.filter { $0.key.hasPrefix(prefix) && $0.key != owner.key }
      .map { TextEntry(String($0.key.dropFirst(prefix.count)), $0.text) }
  }
}
