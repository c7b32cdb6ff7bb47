import Foundation
package import Store

/// How the value of an axis reads in a table.
package enum SettingLabel {
  /// The text of a value given as JSON: text without its quotes, everything else as it is, and
  /// nil for no value (empty or `null`).
  package static func text(ofJSON json: String) -> String? {
    if json.isEmpty || json == "null" { return nil }
    guard json.hasPrefix("\"") else { return json }
    let decoded = try? JSONDecoder().decode(String.self, from: Data(json.utf8))
    return decoded ?? json
  }

  /// "base", with the base's value behind it where the axis has one.
  package static func base(_ value: String?) -> String {
    guard let value, value != "base" else { return "base" }
    return "base (\(value))"
  }

  /// The value of a trial on one axis: as the sweep file calls it where the trial is there for
  /// this axis ("loss=direct"), else from its JSON; nil for no value.
  package static func text(of plan: TrialPlan, axis: String, position: Int) -> String? {
    if plan.label.hasPrefix(axis + "="), plan.label.count > axis.count + 1 {
      return String(plan.label.dropFirst(axis.count + 1))
    }
    guard plan.axisValues.indices.contains(position) else { return nil }
    return text(ofJSON: plan.axisValues[position])
  }
}
