import Store

/// The sentences below a comparison: what was left out, and what the numbers can carry.
struct ComparisonRemarks: Sendable {
  let settings: SettingGroups
  let metrics: [Comparison.Metric]
  let rows: [Comparison.Row]
  let options: ComparisonOptions
  let reference: Comparison.Reference?

  var sentences: [String] {
    unfinished + leftEvaluations + missingValues + unpaired + incomparable + baselines + selection
      + fewSeeds + inference + published + others + evaluations
  }

  /// Losses of settings that differ in what the loss is.
  private var incomparable: [String] {
    let names = metrics.indices.filter { column in
      rows.contains { !$0.cells[column].isComparable }
    }.map { metrics[$0].name }
    if names.isEmpty { return [] }
    return [
      "\(names.joined(separator: ", ")): settings with another loss or target have another scale, so "
        + "they have no Δ, and no row is marked best."
    ]
  }

  /// One sentence for each question that `capi eval` has asked: what its name stands for.
  private var evaluations: [String] {
    var seen: Set<String> = []
    let asked = settings.groups.flatMap(\.trials).filter { $0.state == .done }
      .flatMap(\.evaluations.found).filter { seen.insert($0.probe).inserted }
    let shown = Set(metrics.map { String($0.name.prefix { $0 != "." }) })
    let hidden = asked.filter { !shown.contains($0.probe) }
    var sentences = asked.filter { shown.contains($0.probe) }.map { evaluation in
      let data = evaluation.dataFingerprint
      return "\(evaluation.probe): asked by capi eval"
        + (evaluation.question.isEmpty ? "" : " with \(evaluation.question)")
        + (data.isEmpty ? "." : ", on the data \(data).")
    }
    if !hidden.isEmpty {
      sentences.append(
        "capi eval has measured more (\(hidden.map(\.probe).joined(separator: ", "))): "
          + "--evaluations adds its columns.")
    }
    return sentences
  }

  /// Evaluations that cannot be used.
  private var leftEvaluations: [String] {
    settings.groups.flatMap(\.trials).flatMap(\.evaluations.problems)
      .map { "Left out: \(Self.sentenceEnd($0))" }
  }

  /// Which steps the scores come from, where probes were made at several.
  private var selection: [String] {
    let severalSteps = settings.groups.contains { group in
      group.trials.contains { trial in
        guard trial.state == .done, let record = trial.record else { return false }
        return record.probes.count > record.lastProbes.count
      }
    }
    guard severalSteps else { return [] }
    guard options.selection == .bestOnValidation else {
      return ["Scores are those of each probe's last step."]
    }
    let trained = settings.groups.flatMap { $0.probes.values.flatMap(\.self) }
      .filter { !baselineSubjects.contains($0.subject) }
    let steps = trained.map(\.step)
    let range = steps.min().flatMap { first in
      steps.max().map { first == $0 ? "step \(first)" : "steps \(first) to \($0)" }
    }
    return [
      "Scores are those of the step that was best on the validation split"
        + (range.map { " (\($0))." } ?? ".")
    ]
  }

  /// How intervals and p-values were made, and what limits them.
  private var inference: [String] {
    let cells = rows.flatMap(\.cells)
    var sentences: [String] = []
    if cells.contains(where: { $0.interval != nil }) {
      sentences.append(
        "Intervals: 95 % percentile bootstrap of the mean, \(BootstrapInterval.resamples) resamples "
          + "of the seeds (stream \"bootstrap\", seed 0); with few seeds they are too narrow.")
    }
    let tests = cells.compactMap { $0.inference?.test }
    for method in PairedTest.Method.allCases {
      let ofMethod = tests.filter { $0.method == method }
      guard let fewest = ofMethod.min(by: { $0.pairs < $1.pairs }) else { continue }
      let limit =
        fewest.leastPossible > 0
        ? " With \(fewest.pairs) pairs no p below \(ComparisonText.p(fewest.leastPossible)) is possible."
        : ""
      sentences.append(
        "p: \(method.name), two-sided, paired by seed, with Holm's correction over the rows of a "
          + "column." + limit)
    }
    return sentences + untested
  }

  /// How far the order of our scores is that of the published ones.
  private var published: [String] {
    guard let reference else { return [] }
    var metrics: [String] = []
    for agreement in reference.agreements where !metrics.contains(agreement.metric) {
      metrics.append(agreement.metric)
    }
    let agreements = metrics.map { metric in
      let parts = reference.agreements.filter { $0.metric == metric }.map { agreement in
        let tau = NumberFormat(decimals: 2).signed(agreement.tau)
        return "\(agreement.axis ?? "overall") \(tau) (\(agreement.count) settings)"
      }
      return "Kendall's τ-b between the order of our \(metric) and that of \(reference.source): "
        + parts.joined(separator: ", ") + "."
    }
    let without = rows.filter { row in
      row.kind != .baseline && row.cells.allSatisfy { $0.reference == nil }
    }
    var sentences: [String] = []
    if agreements.isEmpty {
      sentences.append(
        "No Kendall's τ: fewer than two settings have both a mean of ours and one of "
          + "\(reference.source).")
    }
    sentences += agreements
    if !without.isEmpty {
      sentences.append(
        "\(reference.source) has no score for "
          + (without.count > 6
            ? "\(without.count) settings." : without.map(\.label).joined(separator: "; ") + "."))
    }
    return sentences
  }

  /// Cells with enough pairs and no test.
  private var untested: [String] {
    rows.flatMap { row in
      zip(metrics, row.cells).compactMap { metric, cell in
        guard let inference = cell.inference, inference.test == nil else { return nil }
        let count = cell.difference?.pairs.count ?? 0
        let reason =
          options.test == .signFlip && count > PairedTest.signFlipLimit
          ? "the exact test counts at most \(PairedTest.signFlipLimit) pairs, and there are \(count)"
          : "its differences do not vary"
        return "No p for \(row.label) in \(metric.name): \(reason)."
      }
    }
  }

  /// One sentence for each trial that has not finished.
  private var unfinished: [String] {
    settings.groups.flatMap { group in
      group.trials.filter { $0.state != .done || $0.record == nil }.map { trial in
        let reason = trial.reason.isEmpty ? "" : ": " + trial.reason
        return "Left out: \(group.label), seed \(trial.plan.seed) "
          + "(trial \(trial.plan.number)): \(trial.state.rawValue)\(Self.sentenceEnd(reason))"
      }
    }
  }

  /// Finished trials without a finite value in a column.
  private var missingValues: [String] {
    rows.filter { $0.kind != .baseline }.flatMap { row in
      zip(metrics, row.cells).compactMap { metric, cell in
        let missing = row.seeds.filter { cell.values[$0] == nil }
        if missing.isEmpty { return nil }
        return "\(row.label) has no finite \(metric.name) for \(Self.seeds(missing))."
      }
    }
  }

  /// Rows whose difference rests on fewer seeds than the row or the base.
  private var unpaired: [String] {
    rows.compactMap { row in
      let pairs = row.cells.compactMap(\.difference)
      guard let partial = pairs.first(where: { !$0.unpairedSeeds.isEmpty }) else { return nil }
      return "The difference of \(row.label) rests on \(Self.seeds(partial.pairs.map(\.seed))); "
        + "\(Self.seeds(partial.unpairedSeeds)) finished on one side only."
    }
  }

  private var baselines: [String] {
    let names = rows.filter { $0.kind == .baseline }.map(\.label)
    if names.isEmpty { return [] }
    return [
      "\(names.joined(separator: ", ")): the same probes on features without training, "
        + "from the base's trials."
    ]
  }

  private var fewSeeds: [String] {
    let fewest = rows.filter { $0.kind != .baseline }.map(\.seeds.count).min() ?? 0
    guard fewest < 3 else { return [] }
    return [
      "n < 3: with so few seeds no test is possible; "
        + "a difference of the size of the spread may be chance."
    ]
  }

  private var others: [String] {
    let count = settings.otherTrials
    guard count > 0 else { return [] }
    let what = settings.scope == .combinations ? "one axis alone" : "another axis"
    return [
      count == 1
        ? "1 trial varies \(what) and belongs elsewhere."
        : "\(count) trials vary \(what) and belong elsewhere."
    ]
  }

  private static func seeds(_ seeds: [Int64]) -> String {
    let list = seeds.map(String.init).joined(separator: ", ")
    return (seeds.count == 1 ? "seed " : "seeds ") + list
  }

  private static func sentenceEnd(_ text: String) -> String {
    text.hasSuffix(".") ? text : text + "."
  }
}
