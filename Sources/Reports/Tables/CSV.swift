/// Comma-separated values as RFC 4180 has them: CRLF, quotes doubled, a header in the first row.
public enum CSV {
  /// One row, with its line end.
  public static func row(_ fields: [String]) -> String {
    // A row of one empty field would be an empty line, which readers skip.
    if fields == [""] { return "\"\"\r\n" }
    return fields.map(field).joined(separator: ",") + "\r\n"
  }

  /// A number with all its digits: reading it back gives the same bits.
  ///
  /// Non-finite values are `NaN`, `inf` and `-inf`, which pandas and R read as such.
  public static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return "\(value)"
  }

  /// A number, or an empty field.
  public static func number(_ value: Double?) -> String { value.map { number($0) } ?? "" }

  private static func field(_ text: String) -> String {
    // Scalars, not characters: "\r\n" is one Character and would equal neither of the two.
    let needsQuotes = text.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r"
    }
    guard needsQuotes || text.first == " " || text.last == " " else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
