internal import Store
internal import YAML

/// In what two plans differ, in words.
enum PlanDifference {
  /// One sentence part that names the difference; nil when the plans are the same.
  ///
  /// Times, versions and the text of the file are no part of a plan.
  static func text(found: SweepSpecification, wanted: SweepSpecification) -> String? {
    if found.sweepID == wanted.sweepID { return nil }
    let there = Set(found.trials.map(title))
    let here = Set(wanted.trials.map(title))
    let gone = found.trials.map(title).filter { !here.contains($0) }
    let new = wanted.trials.map(title).filter { !there.contains($0) }
    var parts: [String] = []
    if !gone.isEmpty { parts.append("\(names(gone)) \(verb(gone)) in it and not in this plan") }
    if !new.isEmpty { parts.append("\(names(new)) \(verb(new)) in this plan and not in it") }
    if parts.isEmpty, let key = changedKey(found.baseConfiguration, wanted.baseConfiguration) {
      parts.append("its base has \(key.name)=\(key.found), the base of this plan \(key.wanted)")
    }
    if parts.isEmpty, let trial = changedTrial(found, wanted) {
      let before = found.trials.first { title($0) == title(trial) }
      parts.append(
        before?.configurationSHA256 == trial.configurationSHA256
          ? "the data set, a plugin or the version of a component is another for '\(title(trial))'"
          : "'\(title(trial))' is another experiment in this plan")
    }
    if parts.isEmpty, found.axes != wanted.axes {
      parts.append("its axes are \(list(found.axes)), in this plan they are \(list(wanted.axes))")
    }
    return parts.isEmpty ? "its trials come in another order" : parts.joined(separator: "; ")
  }

  private static func title(_ trial: TrialPlan) -> String { "\(trial.label), seed \(trial.seed)" }

  private static func changedTrial(
    _ found: SweepSpecification, _ wanted: SweepSpecification
  ) -> TrialPlan? {
    let ids = Dictionary(
      found.trials.map { (title($0), $0.id) }, uniquingKeysWith: { first, _ in first })
    return wanted.trials.first { ids[title($0)] != $0.id }
  }

  /// The first leaf in which two canonical configurations differ.
  private static func changedKey(
    _ found: String, _ wanted: String
  ) -> (name: String, found: String, wanted: String)? {
    guard let before = try? Document.parse(found, file: "sweep.json"),
      let after = try? Document.parse(wanted, file: "plan")
    else { return nil }
    return changedKey(before, after, at: .root)
  }

  private static func changedKey(
    _ before: Node?, _ after: Node?, at path: KeyPathText
  ) -> (name: String, found: String, wanted: String)? {
    if before == after { return nil }
    if let old = before?.mapping, let new = after?.mapping {
      let keys = old.keys + new.keys.filter { old[$0] == nil }
      return keys.lazy.compactMap {
        changedKey(old[$0], new[$0], at: path.appending($0))
      }.first
    }
    func text(_ node: Node?) -> String { node.map(NodeText.json) ?? "nothing" }
    return (path.description, text(before), text(after))
  }

  private static func names(_ titles: [String]) -> String {
    let shown = titles.prefix(3).map { "'\($0)'" }
    let rest = titles.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private static func verb(_ titles: [String]) -> String { titles.count == 1 ? "is" : "are" }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}
