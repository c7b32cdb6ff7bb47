import Foundation

/// Small pieces of SVG.
package enum SVG {
  /// A coordinate with at most two decimals.
  package static func number(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    if rounded == rounded.rounded(), abs(rounded) < 1e9 { return "\(Int(rounded))" }
    return "\(rounded)"
  }

  /// Text for an element or an attribute.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML has no other control characters, not even escaped.
      case "\u{0}"..<" " where scalar != "\n" && scalar != "\t": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  package enum Anchor: String { case start, middle, end }

  static func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, style: String = ""
  ) -> String {
    let style = style.isEmpty ? "" : " class=\"\(style)\""
    let anchor = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    return "<text x=\"\(number(x))\" y=\"\(number(y))\"\(anchor)\(style)>\(escaped(text))</text>"
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) -> String
  {
    "<path class=\"\(style)\" d=\"M\(number(x1)) \(number(y1))L\(number(x2)) \(number(y2))\"/>"
  }

  /// The commands of a line through points, a gap where one is missing.
  static func path(_ points: [(x: Double, y: Double)?]) -> String {
    var commands = ""
    var isDrawing = false
    for point in points {
      guard let point else {
        isDrawing = false
        continue
      }
      // A tenth of a pixel is enough for a line, and lines are most of a page.
      let (x, y) = ((point.x * 10).rounded() / 10, (point.y * 10).rounded() / 10)
      commands += "\(isDrawing ? "L" : "M")\(number(x)) \(number(y))"
      isDrawing = true
    }
    return commands
  }

  /// About how wide a text of 12 px is: enough to make room for it.
  static func width(of text: String) -> Double { Double(text.displayWidth) * 6.7 }
}
