/// A drawing as SVG, with the words that stand for it where it cannot be seen.
package struct Figure: Sendable, Equatable {
  package let title: String
  /// What a reader who does not see the drawing must know.
  package let description: String
  package let width: Double
  package let height: Double
  /// SVG elements, coloured through the classes of ``FigureStyle``.
  package let body: String

  /// An SVG document of its own: light, with its colours inside.
  package var document: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + element(
        id: "figure", attributes: " xmlns=\"http://www.w3.org/2000/svg\"",
        head: FigureStyle.standalone)
      + "\n"
  }

  /// The element for an HTML page that defines the colours.
  ///
  /// - Parameter id: unique in the page.
  package func inline(id: String) -> String { element(id: id, attributes: "", head: "") }

  private func element(id: String, attributes: String, head: String) -> String {
    let size = "\(SVG.number(width)) \(SVG.number(height))"
    return "<svg\(attributes) viewBox=\"0 0 \(size)\" width=\"\(SVG.number(width))\" "
      + "height=\"\(SVG.number(height))\" role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\">"
      + "<title id=\"\(id)-t\">\(SVG.escaped(title))</title>"
      + "<desc id=\"\(id)-d\">\(SVG.escaped(description))</desc>\(head)\(body)</svg>"
  }

  /// A line of text above the figures that it is about.
  package static func heading(_ text: String, width: Double) -> Figure {
    Figure(
      title: text, description: "\(text):", width: width, height: 36,
      body: SVG.text(text, x: 14, y: 25, style: "h1"))
  }

  /// Figures one below the other.
  package static func stacked(_ figures: [Figure], title: String) -> Figure {
    let width = figures.map(\.width).max() ?? 0
    var y = 0.0
    var body = ""
    for figure in figures {
      body +=
        "<svg x=\"0\" y=\"\(SVG.number(y))\" width=\"\(SVG.number(figure.width))\" "
        + "height=\"\(SVG.number(figure.height))\">\(figure.body)</svg>"
      y += figure.height
    }
    return Figure(
      title: title, description: figures.map(\.description).joined(separator: " "), width: width,
      height: y, body: body)
  }
}

/// The classes that figures use: `.s0` … `.s6` for series, `.s7` for baselines, `.muted`, `.axis`, `.grid`.
package enum FigureStyle {
  /// How many colours there are; the last is a grey.
  package static let colours = 8

  /// Colours that people with any kind of colour vision tell apart (Okabe and Ito's, with a darker
  /// yellow), on white.
  package static let light = [
    "#0072b2", "#d55e00", "#008560", "#b0488c", "#8a6d00", "#2a8fc4", "#6b4fbb", "#555555",
  ]
  /// The same hues for a dark ground.
  package static let dark = [
    "#5ab4ee", "#ff9a5a", "#3fd0a4", "#f08cc8", "#e6c84d", "#8fd3ff", "#b9a4ff", "#c4c4c4",
  ]

  static var standalone: String {
    let series = light.enumerated().map { ".s\($0){stroke:\($1);fill:\($1)}" }.joined()
    return "<style>text{font:12px system-ui,-apple-system,\"DejaVu Sans\",Arial,sans-serif;"
      + "fill:#1c2024;stroke:none}.h{font-weight:600;font-size:13px}.h1{font-weight:600;font-size:16px}.small{font-size:11px}"
      + ".muted{fill:#5a6472}.axis{stroke:#1c2024}.grid{stroke:#dde1e6}"
      // After the series, whose colours they take away.
      + "\(series).line{fill:none}.band,.bar{stroke:none}.mark{stroke:#fff;stroke-width:.8}"
      + ".ref{fill:#fff;stroke:#1c2024;stroke-width:1.3}</style>"
      + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
  }
}
