import HDF5
import Store

/// Reads a merged file, to prove that it holds what was exported.
package struct MergedFileReader {
  private let file: File

  package init(path: String) throws { file = try File.open(path) }

  /// What differs first between the file and the tables; nil when all counts and all bits agree.
  package func difference(from contents: MergedContents) throws -> String? {
    for attribute in contents.attributes
    where try file.root.attributes.text(attribute.key) != attribute.text {
      return "the attribute \(attribute.key)"
    }
    for table in contents.tables {
      let group = try file.root.group(table.path)
      let stated: Int64 = try group.attributes.value("rows")
      guard stated == Int64(table.rowCount) else {
        return "\(table.path) states \(stated) rows instead of \(table.rowCount)"
      }
      for column in table.columns {
        let dataset = try group.dataset(column.name)
        let rows = try dataset.shape()
        guard rows == [column.values.count] else {
          return "\(table.path)/\(column.name) has shape \(rows) instead of "
            + "[\(column.values.count)]"
        }
        guard try Self.read(dataset, like: column.values) == column.values else {
          return "the values of \(table.path)/\(column.name)"
        }
        for attribute in column.attributes
        where try dataset.attributes.text(attribute.key) != attribute.text {
          return "the attribute \(attribute.key) of \(table.path)/\(column.name)"
        }
      }
    }
    return nil
  }

  private static func read(
    _ dataset: Dataset, like values: MergedTable.Values
  ) throws -> MergedTable.Values {
    switch values {
    case .float64: .float64(try dataset.read(Double.self))
    case .int64: .int64(try dataset.read(Int64.self))
    case .text: .text(try dataset.readTexts())
    }
  }
}
