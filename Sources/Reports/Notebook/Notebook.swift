import Foundation

/// A Jupyter notebook, format 4.5: cells of Markdown and Python without outputs.
package struct Notebook: Sendable {
  package enum Cell: Sendable, Equatable {
    case markdown(String)
    case code(String)
  }

  package let title: String
  package let cells: [Cell]

  package init(title: String, cells: [Cell]) {
    self.title = title
    self.cells = cells
  }

  /// The notebook's JSON; the same cells always give the same bytes.
  package func json() throws -> String {
    let document = Document(
      cells: cells.enumerated().map { Document.Cell($1, number: $0 + 1) },
      metadata: .init(
        kernelspec: .init(displayName: "Python 3", language: "python", name: "python3"),
        languageInfo: .init(name: "python"), title: title))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}

/// The JSON document as nbformat's schema names it.
private struct Document: Encodable {
  struct Metadata: Encodable {
    struct Kernel: Encodable {
      let displayName: String
      let language: String
      let name: String
    }
    struct Language: Encodable { let name: String }

    let kernelspec: Kernel
    let languageInfo: Language
    let title: String
  }

  struct Cell: Encodable {
    private let cell: Notebook.Cell
    private let number: Int

    init(_ cell: Notebook.Cell, number: Int) {
      self.cell = cell
      self.number = number
    }

    private enum Key: String, CodingKey {
      case cellType, executionCount, id, metadata, outputs, source
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode("cell-\(number)", forKey: .id)
      try container.encode([String: String](), forKey: .metadata)
      switch cell {
      case .markdown(let text):
        try container.encode("markdown", forKey: .cellType)
        try container.encode(Self.lines(text), forKey: .source)
      case .code(let text):
        try container.encode("code", forKey: .cellType)
        try container.encode(Self.lines(text), forKey: .source)
        try container.encodeNil(forKey: .executionCount)
        try container.encode([String](), forKey: .outputs)
      }
    }

    /// A list of lines, each with its line end but the last: diffs of a notebook stay readable.
    private static func lines(_ text: String) -> [String] {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.enumerated().map { $0 < lines.count - 1 ? $1 + "\n" : String($1) }
    }
  }

  let cells: [Cell]
  let metadata: Metadata
  let nbformat = 4
  let nbformatMinor = 5
}
