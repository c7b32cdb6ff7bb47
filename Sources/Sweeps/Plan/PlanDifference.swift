public import Store

/// In what two plans differ, in words.
enum PlanDifference {
  /// One sentence part that names the difference; nil when the plans are the same.
  ///
  /// Times, versions and the text of the file are no part of a plan.
  static func text(found: SweepSpecification, wanted: SweepSpecification) -> String? {
    if found.sweepID == wanted.sweepID { return nil }
    let foundIDs = Set(found.trials.map(\.id))
    let wantedIDs = Set(wanted.trials.map(\.id))
    let gone = found.trials.filter { !wantedIDs.contains($0.id) }
    let new = wanted.trials.filter { !foundIDs.contains($0.id) }
    var parts: [String] = []
    if !gone.isEmpty { parts.append("\(names(gone)) \(verb(gone)) in it and not in this plan") }
    if !new.isEmpty { parts.append("\(names(new)) \(verb(new)) in this plan and not in it") }
    if let (before, after) = changed(found, wanted) {
      parts.append("\(before.text) is \(after.text) for '\(after.title)' in this plan")
    }
    if parts.isEmpty, found.axes != wanted.axes {
      parts.append(
        "its axes are \(list(found.axes)), in this plan they are \(list(wanted.axes))")
    }
    return parts.isEmpty ? "the same trials have other labels or another order"
      : parts.joined(separator: "; ")
  }

  private static func changed(
    _ found: SweepSpecification, _ wanted: SweepSpecification
  ) -> (before: (text: String, title: String), after: (text: String, title: String))? { nil }

  private static func names(_ trials: [TrialPlan]) -> String {
    let shown = trials.prefix(3).map { "'\($0.label), seed \($0.seed)'" }
    let rest = trials.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private static func verb(_ trials: [TrialPlan]) -> String { trials.count == 1 ? "is" : "are" }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}
