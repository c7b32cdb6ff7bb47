public import Foundation

/// Times as the store writes them.
public enum Timestamp {
  /// ISO 8601 in UTC with seconds: "2026-01-31T12:00:00Z".
  public static func text(_ date: Date = Date()) -> String {
    date.ISO8601Format()
  }
}
