extension SweepPlan {
  /// The plan for people: a numbered table, then what was folded and the total.
  public var table: String {
    let scores = PlanReferences(trials)
    let costs = PlanCosts(trials)
    var rows = [["no.", "trial", "seed", "steps"] + scores.titles + costs.titles + ["id"]]
    for trial in trials {
      rows.append(
        [
          String(trial.number), trial.label, String(trial.configuration.seed),
          String(trial.configuration.steps),
        ] + scores.cells(of: trial) + costs.cells(of: trial) + [String(trial.id.prefix(12))])
    }
    let numbers = 2..<4 + scores.titles.count + costs.titles.count
    var lines = TextTable.lines(rows, right: Set(numbers).union([0]))
    if !folded.isEmpty { lines.append("") }
    for entry in folded {
      lines.append("\(entry.label) is the same as \(entry.sameAs), and is run once")
    }
    if !off.isEmpty { lines.append("") }
    for entry in off {
      let needs = entry.missing.map { "\($0)=VALUE" }.joined(separator: " ")
      lines.append("\(entry.label) is off; it needs \(needs)")
    }
    lines.append("")
    lines.append(total)
    lines += costs.summary
    return lines.joined(separator: "\n")
  }

  private var total: String {
    let seeds = Set(trials.map(\.configuration.seed)).count
    let steps = trials.reduce(0) { $0 + $1.configuration.steps }
    let trialsText = trials.count == 1 ? "1 trial" : "\(trials.count) trials"
    let seedsText = seeds == 1 ? "1 seed" : "\(seeds) seeds"
    return "\(trialsText), \(seedsText), \(steps) training steps in all"
  }
}
