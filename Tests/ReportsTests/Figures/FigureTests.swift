import Foundation
import Reports
import Store
import Testing

@Suite struct FigureTests {
  /// Whether the text is well-formed XML, as Python's parser judges it.
  private func elements(of svg: String) throws -> [String] {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "figure.svg")
    try Data(svg.utf8).write(to: file)
    let output = try TestPython.output(
      of: """
        import sys, xml.etree.ElementTree as tree
        for e in tree.parse(sys.argv[1]).iter():
            print(e.tag.split("}")[-1], e.get("class") or "", (e.text or "").strip(), sep="|")
        """, arguments: [file.path])
    return output.split(separator: "\n").map(String.init)
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python"))
  func barsAndCurvesOfEveryAxisAreInOneDocument() throws {
    let figures = try ComparisonFigures(of: FakeSweep().results, options: .init())
    let elements = try elements(of: figures.svg())
    #expect(elements.first == "svg||")
    #expect(elements.contains("title||Comparison"))
    // Two axes, four rows each: a bar for each row, two points for each.
    #expect(elements.filter { $0.hasPrefix("rect|bar s") && $0.hasSuffix("|") }.count >= 8)
    #expect(elements.filter { $0.hasPrefix("circle|mark") }.count == 16)
    #expect(elements.contains("text|h|knn-segmentation.teacher.mIoU [%] ↑"))
    #expect(elements.contains("text|h|training loss [nat]"))
    // Bands of two settings for each axis.
    #expect(elements.filter { $0.hasPrefix("path|band") }.count == 4)
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python"))
  func everyTableHasAHeadingAndEverySettingOneColour() throws {
    let figures = try ComparisonFigures(of: ComparisonTests.grid.results, options: .init())
    let elements = try elements(of: figures.svg())
    let headings = elements.filter { $0.hasPrefix("text|h1|") }
    #expect(headings == ["text|h1|loss", "text|h1|masking.roll", "text|h1|Combinations"])
    // In each table a bar, a curve and an entry of the legend for base and setting.
    for style in ["s0", "s1"] {
      #expect(elements.filter { $0 == "rect|bar \(style)|" }.count == 3)
      #expect(elements.filter { $0 == "path|line \(style)|" }.count == 6)
    }
    #expect(elements.filter { $0 == "rect|bar s7|" }.count == 6)
    // What is drawn alone needs no heading.
    let alone = try ComparisonFigures(
      of: ComparisonTests.grid.results, options: .init(scope: .axis("loss")))
    #expect(!alone.svg().contains("class=\"h1\""))
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python"))
  func namesCannotBreakTheDocument() throws {
    var sweep = FakeSweep()
    sweep.settings[1].label = "loss=<b>&\"\u{1}"
    let svg = try ComparisonFigures(of: sweep.results, options: .init(scope: .axis("loss"))).svg()
    #expect(try elements(of: svg).contains { $0.contains("<b>&\"") })
  }

  @Test func namesAreShortAndToldApart() {
    let short = ["base", "masking.ratio=0.5", "untrained"]
    #expect(FigureLabels(short, limit: 20).texts == short)
    let sections = FigureLabels(["optimizer.learning_rate=1e-3, masking.roll=false"], limit: 40)
    #expect(sections.texts == ["learning_rate=1e-3, roll=false"] && !sections.isShortened)
    #expect(
      FigureLabels(["a, long one", "a, lost one", "b"], limit: 6).texts
        == ["a, …ne (1)", "a, …ne (2)", "b"])
  }

  /// A name that does not fit beside the bars stands above its own.
  @Test func longNamesStandAboveTheirBars() throws {
    var sweep = ComparisonTests.grid
    let value = #"{"name":"direct","distance":"huber","target_layer_norm":false}"#
    sweep.settings[3].values[0] = value
    let comparison = try Comparison(of: sweep.results, options: .init(scope: .combinations))
    let figure = try #require(BarFigure(comparison, column: 0).figure)
    #expect(figure.body.contains(">\(SVG.escaped("loss=\(value), roll=false"))</text>"))
    #expect(!figure.body.contains("…"))
    let beside = try #require(
      BarFigure(
        Comparison(of: ComparisonTests.grid.results, options: .init(scope: .combinations)),
        column: 0
      ).figure)
    #expect(figure.height > beside.height)
  }

  @Test func coloursComeAgainWithDashesAndGreyIsTheBaselines() {
    let styles = (0..<21).map(SeriesStyle.init(place:))
    #expect(Set(styles.map { $0.colour + $0.dashes }).count == 21)
    #expect(!styles.contains { $0.colour == SeriesStyle.baseline.colour })
    #expect(styles[7].colour == "s0" && styles[7].dashAttribute == " stroke-dasharray=\"6 3\"")
  }

  @Test func theDescriptionSaysWhatIsDrawn() throws {
    let comparison = try Comparison(of: FakeSweep().results, options: .init(scope: .axis("loss")))
    let figure = try #require(BarFigure(comparison, column: 0).figure)
    #expect(figure.title == "knn-segmentation.teacher.mIoU by loss")
    #expect(
      figure.description
        == "Bars from zero, whiskers: ± one standard deviation; points: seeds. base (capi): "
        + "27.00 ± 1.41; direct: 25.00 ± 0.71; untrained: 21.00 ± 0.71; raw-pixels: 21.25 ± 0.00.")
  }

  /// Under CI it has to be there.
  private static let hasRenderer =
    ProcessInfo.processInfo.environment["CI"] == "true"
    || (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: "\($0)/rsvg-convert") }

  @Test(.enabled(if: hasRenderer && TestPython.isExpected, "no rsvg-convert, or no Python"))
  func pngShowsWhatSVGDraws() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "made/figure.png")
    let figures = try ComparisonFigures(of: FakeSweep().results, options: .init())
    try figures.write(to: file, python: nil)
    let output = try TestPython.output(
      of: """
        import sys, matplotlib.image as image, numpy as np
        picture = image.imread(sys.argv[1])[..., :3]
        print(*picture.shape[1::-1])
        colours = (picture * 255).round().astype(int).reshape(-1, 3)
        for wanted in ["ffffff", "0072b2", "d55e00"]:
            rgb = [int(wanted[i : i + 2], 16) for i in (0, 2, 4)]
            print(wanted, (colours == rgb).all(axis=1).mean() > 1e-4)
        """, arguments: [file.path])
    // Two dots a unit: the widest figure has 640.
    let lines = output.split(separator: "\n").map(String.init)
    let size = try #require(lines.first).split(separator: " ").compactMap { Int($0) }
    #expect(size.first == 1280, "\(output)")
    #expect(size.last.map { $0 > 1280 } == true)
    #expect(Array(lines.dropFirst()) == ["ffffff True", "0072b2 True", "d55e00 True"])
  }

  @Test func otherFormatsAreRefused() throws {
    let figures = try ComparisonFigures(of: FakeSweep().results, options: .init())
    #expect(throws: ReportError.unknownFigureFormat(path: "/tmp/figure.pdf")) {
      try figures.write(to: URL(filePath: "/tmp/figure.pdf"), python: nil)
    }
    #expect(
      "\(ReportError.noRenderer(path: "a.png"))"
        == "a.png: nothing here draws PNG. Install librsvg2-bin (rsvg-convert) or the Python "
        + "package cairosvg, or ask for .svg.")
  }
}
