import Store

/// What `capi eval` has left beside a run, and what of it cannot be used.
package struct TrialEvaluations: Sendable, Equatable {
  /// The earlier ones first.
  package var found: [TrialEvaluation] = []
  /// One sentence for each evaluation that is left out, without a full stop.
  package var problems: [String] = []

  /// Reads the evaluations of a run. Where one question was answered twice at one step, the later
  /// answer counts.
  static func read(_ run: RunFolder) -> TrialEvaluations {
    var evaluations = TrialEvaluations()
    for folder in run.evaluations() {
      do throws(StoreError) {
        let record = try RunStore.read(folder)
        guard record.header.state == .done else {
          evaluations.problems.append(
            "\(folder.path): \(record.header.state.rawValue): \(record.header.stateReason)")
          continue
        }
        let id = String(folder.path.split(separator: "/").last ?? "")
        evaluations.found += TrialEvaluation.all(in: record, id: id)
      } catch {
        evaluations.problems.append(error.description)
      }
    }
    let sorted = evaluations.found.sorted { ($0.sealedUTC, $0.id) < ($1.sealedUTC, $1.id) }
    evaluations.found = sorted.enumerated().filter { place, evaluation in
      !sorted[(place + 1)...].contains {
        $0.probe == evaluation.probe && $0.step == evaluation.step
      }
    }.map(\.element)
    return evaluations
  }
}

extension SweepTrial {
  /// The trial with the results of evaluations among the probes of its record.
  package func adding(_ added: TrialEvaluations) -> SweepTrial {
    var trial = self
    trial.evaluations = added
    for result in added.found.flatMap(\.results) {
      // Raw pixels and an untrained encoder have no step: evaluations of two steps repeat them.
      trial.record?.probes.removeAll {
        $0.name == result.name && $0.subject == result.subject && $0.step == result.step
      }
      trial.record?.probes.append(result)
    }
    return trial
  }
}
