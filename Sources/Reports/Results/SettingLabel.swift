import Foundation

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
  package static func base(json: String) -> String {
    text(ofJSON: json).map { "base (\($0))" } ?? "base"
  }
}
