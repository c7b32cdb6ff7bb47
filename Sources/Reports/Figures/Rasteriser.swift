import Foundation

/// Turns SVG into PNG by a program that can: librsvg's `rsvg-convert`, else CairoSVG in Python.
struct Rasteriser {
  /// The interpreter to look for CairoSVG in; nil for none.
  let python: Python?

  /// Dots per drawn unit: twice, so that text stays sharp.
  private static let scale = 2

  func write(svg: String, png: URL) throws(ReportError) {
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "capi-figure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let source = scratch.appending(path: "figure.svg")
    let drawn = scratch.appending(path: "figure.png")
    try ReportFile.write(svg, to: source)
    let result: (status: Int32, output: String)
    if let converter = Self.executable("rsvg-convert") {
      result = try ChildProcess.run(
        converter,
        ["--zoom", "\(Self.scale)", "--output", drawn.path, source.path])
    } else if let python, try hasCairoSVG(python) {
      result = try ChildProcess.run(
        python.path,
        [
          "-c",
          "import cairosvg, sys; cairosvg.svg2png(url=sys.argv[1], write_to=sys.argv[2], scale=\(Self.scale))",
          source.path, drawn.path,
        ])
    } else {
      throw .noRenderer(path: png.path)
    }
    guard result.status == 0, let data = try? Data(contentsOf: drawn) else {
      throw .cannotWrite(path: png.path, reason: "drawing it failed: \(result.output)")
    }
    try ReportFile.write(Array(data), to: png)
  }

  private func hasCairoSVG(_ python: Python) throws(ReportError) -> Bool {
    try ChildProcess.run(python.path, ["-c", "import cairosvg"]).status == 0
  }

  /// The program of that name in PATH.
  private static func executable(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").lazy.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
