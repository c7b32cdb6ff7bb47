/// Pieces of HTML.
enum HTML {
  static func escaped(_ text: String) -> String { SVG.escaped(text) }

  /// Paragraphs, one for each block of lines.
  static func paragraphs(_ text: String) -> String {
    var blocks: [[String]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy(\.isWhitespace) {
        blocks.append([])
      } else {
        blocks[blocks.count - 1].append(String(line))
      }
    }
    return blocks.filter { !$0.isEmpty }
      .map { "<p>\(escaped($0.joined(separator: " ")))</p>" }.joined()
  }

  static func list(_ sentences: [String]) -> String {
    if sentences.isEmpty { return "" }
    return "<ul class=\"notes\">" + sentences.map { "<li>\(escaped($0))</li>" }.joined() + "</ul>"
  }

  /// A block of code with a name for those who cannot see it.
  static func code(_ text: String, label: String) -> String {
    "<pre tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(label))\"><code>\(escaped(text))</code></pre>"
  }

  static func details(_ summary: String, _ content: String) -> String {
    "<details><summary>\(escaped(summary))</summary>\(content)</details>"
  }

  /// A figure with its caption.
  static func figure(_ figure: Figure, id: String, isWide: Bool = false) -> String {
    "<figure class=\"\(isWide ? "wide" : "panel")\"><div class=\"draw\">\(figure.inline(id: id))</div></figure>"
  }
}

/// A table whose columns can be sorted.
struct HTMLTable {
  struct Cell {
    /// HTML.
    let content: String
    /// What the column is sorted by; the text itself when nil.
    let sortKey: String?
    let isNumber: Bool
    let style: String

    static func text(_ text: String, style: String = "") -> Cell {
      Cell(content: HTML.escaped(text), sortKey: nil, isNumber: false, style: style)
    }

    /// A number with its text; without a value it sorts last.
    static func number(_ value: Double?, _ content: String, style: String = "") -> Cell {
      Cell(
        content: content, sortKey: value.map { "\($0)" } ?? "", isNumber: true, style: style)
    }

    static func number(_ value: Int64) -> Cell { .number(Double(value), "\(value)") }
  }

  let caption: String
  let columns: [(title: String, isNumber: Bool)]
  private var rows: [(cells: [Cell], style: String)] = []

  init(caption: String, columns: [(title: String, isNumber: Bool)]) {
    self.caption = caption
    self.columns = columns
  }

  /// Adds a row; its first cell is its heading.
  mutating func append(_ cells: [Cell], style: String = "") { rows.append((cells, style)) }

  var isEmpty: Bool { rows.isEmpty }

  /// - Parameter isSortable: off for tables of a few rows whose order means something.
  func html(isSortable: Bool = true) -> String {
    let head = columns.map { column in
      let style = column.isNumber ? " class=\"n\"" : ""
      let title = HTML.escaped(column.title)
      return isSortable
        ? "<th scope=\"col\"\(style)><button type=\"button\">\(title)</button></th>"
        : "<th scope=\"col\"\(style)>\(title)</th>"
    }.joined()
    let body = rows.map { row in
      let style = row.style.isEmpty ? "" : " class=\"\(row.style)\""
      return "<tr\(style)>" + row.cells.enumerated().map { Self.cell($0, $1) }.joined() + "</tr>"
    }.joined(separator: "\n")
    let label = HTML.escaped(caption)
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(label)\">"
      + "<table\(isSortable ? " data-sort" : "")><caption>\(label)</caption><thead><tr>\(head)</tr></thead>"
      + "<tbody>\n\(body)\n</tbody></table></div>"
  }

  private static func cell(_ position: Int, _ cell: Cell) -> String {
    var styles = cell.isNumber ? ["n"] : []
    if !cell.style.isEmpty { styles.append(cell.style) }
    let style = styles.isEmpty ? "" : " class=\"\(styles.joined(separator: " "))\""
    let key = cell.sortKey.map { " data-v=\"\(HTML.escaped($0))\"" } ?? ""
    return position == 0
      ? "<th scope=\"row\"\(style)\(key)>\(cell.content)</th>"
      : "<td\(style)\(key)>\(cell.content)</td>"
  }
}
