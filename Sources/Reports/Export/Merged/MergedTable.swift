import Foundation
package import Store

/// A table of the merged file: a group whose datasets are columns of equal length.
package struct MergedTable: Sendable, Equatable {
  package enum Values: Sendable {
    case float64([Double])
    case int64([Int64])
    case text([String])
  }

  package struct Column: Sendable, Equatable {
    package let name: String
    package var values: Values
    /// Text attributes of the dataset, in order.
    package let attributes: [TextEntry]

    package init(_ name: String, _ values: Values, attributes: [TextEntry] = []) {
      self.name = name
      self.values = values
      self.attributes = attributes
    }
  }

  /// Path of the group, "/metrics/train" for instance.
  package let path: String
  package let columns: [Column]

  package init(_ path: String, _ columns: [Column]) {
    self.path = path
    self.columns = columns
  }

  /// The length of the columns.
  package var rowCount: Int { columns.first?.values.count ?? 0 }
}

extension MergedTable.Values {
  package var count: Int {
    switch self {
    case .float64(let values): values.count
    case .int64(let values): values.count
    case .text(let values): values.count
    }
  }

  /// The field of a row in a CSV file, all digits kept.
  package func field(_ row: Int) -> String {
    switch self {
    case .float64(let values): CSV.number(values[row])
    case .int64(let values): "\(values[row])"
    case .text(let values): values[row]
    }
  }
}

extension MergedTable.Values: Equatable {
  /// Equality by bits: NaN equals the same NaN.
  package static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.float64(let a), .float64(let b)): a.map(\.bitPattern) == b.map(\.bitPattern)
    case (.int64(let a), .int64(let b)): a == b
    // Scalars: Swift's == holds "é" in one and in two scalars for equal, a file does not.
    case (.text(let a), .text(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    default: false
    }
  }
}

extension MergedTable {
  /// The table as CSV with a header.
  package func csv() -> String {
    var text = CSV.row(columns.map(\.name))
    for row in 0..<rowCount { text += CSV.row(columns.map { $0.values.field(row) }) }
    return text
  }

  /// Writes the same, row by row.
  func writeCSV(to url: URL) throws(ReportError) {
    let file = try StreamedFile(url)
    try file.append(CSV.row(columns.map(\.name)))
    for row in 0..<rowCount { try file.append(CSV.row(columns.map { $0.values.field(row) })) }
    try file.finish()
  }
}
