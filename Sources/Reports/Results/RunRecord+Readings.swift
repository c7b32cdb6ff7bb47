package import Store

/// Subjects of a probe that owe nothing to training, in the order of their rows.
package let baselineSubjects = ["untrained", "raw-pixels"]

extension RunRecord {
  /// The results of each probe and subject at the last step at which it was made.
  package var lastProbes: [ProbeResult] {
    probes.enumerated().filter { position, probe in
      !probes.enumerated().contains { other, rival in
        rival.name == probe.name && rival.subject == probe.subject
          && (rival.step, other) > (probe.step, position)
      }
    }.map(\.element)
  }

  /// Every number the run ended with: scores first, then the last logged value of each metric.
  package var readings: [MetricReading] { readings(of: lastProbes) }

  /// The scores of the given results, then the last logged value of each metric.
  package func readings(of probes: [ProbeResult]) -> [MetricReading] {
    let scores = probes.flatMap { probe in
      probe.scores.enumerated().map { position, score in
        MetricReading(
          source: .score(probe: probe.name, subject: probe.subject, name: score.name),
          value: score.value, unit: score.unit, direction: score.direction,
          isHeadline: position == 0)
      }
    }
    let metrics = metrics.flatMap { stream in
      stream.columns.compactMap { column -> MetricReading? in
        // NaN stands for "not logged in this row"; a run that ended in NaN is not `done`.
        guard let value = column.values.last(where: { !$0.isNaN }) else { return nil }
        return MetricReading(
          source: .last(stream: stream.name, name: column.name), value: value, unit: column.unit,
          direction: column.direction, isHeadline: false)
      }
    }
    return scores + metrics
  }
}
