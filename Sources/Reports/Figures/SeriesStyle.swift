/// How a setting is drawn, by its place in a comparison: the same in bars and curves.
///
/// Colours come again after the last, with dashes; the grey is the baselines' alone.
package struct SeriesStyle: Sendable, Equatable {
  /// The class of the colour, "s0" for instance.
  package let colour: String
  /// Lengths of dashes and gaps; empty for a whole line.
  package let dashes: String

  package static let baseline = SeriesStyle(colour: "s\(FigureStyle.colours - 1)", dashes: "")

  /// - Parameter place: 0 for the base.
  package init(place: Int) {
    let hues = FigureStyle.colours - 1
    colour = "s\(place % hues)"
    let patterns = ["", "6 3", "2 3", "9 3 2 3"]
    dashes = patterns[min(place / hues, patterns.count - 1)]
  }

  private init(colour: String, dashes: String) {
    self.colour = colour
    self.dashes = dashes
  }

  /// The attribute of a line; empty for a whole one.
  package var dashAttribute: String { dashes.isEmpty ? "" : " stroke-dasharray=\"\(dashes)\"" }
}
