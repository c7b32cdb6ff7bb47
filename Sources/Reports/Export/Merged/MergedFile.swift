package import Foundation
import HDF5
import Store

/// Writes the tables as one HDF5 file: a group for each table, a dataset for each column.
package struct MergedFile {
  private let contents: MergedContents

  package init(_ contents: MergedContents) { self.contents = contents }

  /// Builds the file under a temporary name, reads it again and compares it with the tables, and
  /// only then gives it the name `url`.
  ///
  /// - Throws: ``ReportError/verificationFailed(path:difference:)`` when a row or a value differs,
  ///   ``ReportError/cannotWrite(path:reason:)`` otherwise.
  package func write(to url: URL) throws(ReportError) {
    let temporary = AtomicFile.temporaryPath(for: url.path)
    // Gone already when all went well.
    defer { try? FileManager.default.removeItem(atPath: temporary) }
    do {
      var failure: (any Error)?
      try File.create(onDisk: temporary) { (file) throws(HDF5Error) in
        do { try build(file) } catch { failure = error }
      }
      if let failure { throw failure }
      let read = try MergedFileReader(path: temporary)
      if let difference = try read.difference(from: contents) {
        throw ReportError.verificationFailed(path: url.path, difference: difference)
      }
      try AtomicFile.adopt(temporary, as: url.path)
    } catch let error as ReportError {
      throw error
    } catch {
      throw .cannotWrite(path: url.path, reason: "\(error)")
    }
  }

  private func build(_ file: File) throws {
    for attribute in contents.attributes {
      try file.root.attributes.set(attribute.key, attribute.text)
    }
    var groups: [String: Group] = ["": file.root]
    // Readers list the streams of /metrics, also when there are none.
    _ = try Self.group("/metrics", in: &groups)
    for table in contents.tables {
      let group = try Self.group(table.path, in: &groups)
      // Readers can see that nothing is missing.
      try group.attributes.set("rows", Int64(table.rowCount))
      for column in table.columns { try Self.write(column, to: group) }
    }
    for group in groups.values where group !== file.root { try group.close() }
  }

  private static func write(_ column: MergedTable.Column, to group: Group) throws {
    let dataset =
      switch column.values {
      case .float64(let values): try group.write(column.name, values, layout: layout(values.count))
      case .int64(let values): try group.write(column.name, values, layout: layout(values.count))
      case .text(let values): try group.write(column.name, values)
      }
    for attribute in column.attributes { try dataset.attributes.set(attribute.key, attribute.text) }
    try dataset.close()
  }

  /// Long columns are compressed; short ones would only grow.
  private static func layout(_ count: Int) -> Layout {
    count < 1024 ? .contiguous : .compressed(chunk: [min(count, 16_384)])
  }

  /// The group at a path, made with its parents where it is missing.
  private static func group(_ path: String, in groups: inout [String: Group]) throws -> Group {
    if let group = groups[path] { return group }
    var parts = path.split(separator: "/").map(String.init)
    guard let name = parts.popLast(), let root = groups[""] else {
      throw ReportError.cannotWrite(path: path, reason: "it names no group")
    }
    let parentPath = parts.map { "/" + $0 }.joined()
    let parent = parts.isEmpty ? root : try Self.group(parentPath, in: &groups)
    let group = try parent.createGroup(name)
    groups[path] = group
    return group
  }
}
