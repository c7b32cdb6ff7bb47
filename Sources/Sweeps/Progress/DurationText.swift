/// Durations as people say them.
package enum DurationText {
  /// "45 s", "2 min 05 s", "1 h 10 min", "412 days", "10457 years".
  package static func text(seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e15 else { return "?" }
    if seconds >= 10 * 365.25 * 86_400 { return "\(Int(seconds / (365.25 * 86_400))) years" }
    if seconds >= 10 * 86_400 { return "\(Int(seconds / 86_400)) days" }
    let whole = Int(max(0, seconds).rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(padded(whole % 60)) s" }
    return "\(whole / 3600) h \(padded(whole % 3600 / 60)) min"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
