package import Store

extension SweepResults {
  /// What tables call a trial's value on an axis: the label that the sweep file gives it, else its
  /// JSON as text; nil for no value.
  package func label(of plan: TrialPlan, on position: Int) -> String? {
    let json = plan.axisValues.indices.contains(position) ? plan.axisValues[position] : ""
    if let label = recordedLabel(of: json, on: position) { return label }
    let base = baseValues
    let departures = plan.axisValues.enumerated().filter { place, value in
      !base.indices.contains(place) || base[place] != value
    }
    // The label of a trial that departs in several axes names them all.
    guard departures.count < 2 else { return SettingLabel.text(ofJSON: json) }
    return SettingLabel.text(of: plan, axis: specification.axes[position], position: position)
  }

  /// What tables call the base's value on an axis; nil for no value.
  package func baseLabel(on position: Int) -> String? {
    let base = baseValues
    guard base.indices.contains(position) else { return nil }
    return recordedLabel(of: base[position], on: position)
      ?? SettingLabel.text(ofJSON: base[position])
  }

  /// Plans of schema version 1 have no records of their axes.
  private func recordedLabel(of json: String, on position: Int) -> String? {
    let records = specification.axisRecords
    guard records.indices.contains(position) else { return nil }
    return records[position].values.first { $0.json == json }?.label
  }
}
