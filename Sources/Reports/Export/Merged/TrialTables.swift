import Store

/// The tables of a sweep's plan: `/trials` and `/trials/axes`.
struct TrialTables {
  let results: SweepResults

  var tables: [MergedTable] {
    let plans = results.trials.map(\.plan)
    let trials = MergedTable(
      "/trials",
      [
        .init("number", .int64(plans.map(\.number))),
        .init("id", .text(plans.map(\.id))),
        .init("label", .text(plans.map(\.label))),
        .init("seed", .int64(plans.map(\.seed))),
        .init("state", .text(results.trials.map(\.state.rawValue))),
        .init("reason", .text(results.trials.map(\.reason))),
        .init("last_step", .int64(results.trials.map { $0.record?.header.lastStep ?? -1 })),
        .init("created_utc", .text(results.trials.map { $0.record?.header.createdUTC ?? "" })),
        .init("sealed_utc", .text(results.trials.map { $0.record?.header.sealedUTC ?? "" })),
        .init(
          "configuration_sha256",
          .text(results.trials.map { $0.record?.configuration.sha256 ?? "" })),
      ])
    return [trials, axes]
  }

  /// Each axis with the trials' values as they read in a table; the attribute `base` holds the
  /// base's value.
  private var axes: MergedTable {
    let columns = results.specification.axes.enumerated().map { position, axis in
      let values = results.trials.map {
        results.label(of: $0.plan, on: position) ?? ""
      }
      let own = results.baseLabel(on: position)
      return MergedTable.Column(
        // A slash would make a group of it.
        axis.replacing("/", with: "_"), .text(values),
        attributes: [TextEntry("long_name", axis), TextEntry("base", own ?? "")])
    }
    return MergedTable("/trials/axes", columns)
  }
}
