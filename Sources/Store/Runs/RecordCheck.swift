/// Checks that values can be stored; `path` is what errors call the file.
struct RecordCheck {
  let path: String

  func failure(_ reason: String) -> StoreError {
    StoreError(.invalidRecord, path: path, reason: reason)
  }

  /// HDF5 uses "/" between names.
  func name(_ what: String, _ name: String) throws(StoreError) {
    guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.utf8.contains(0)
    else {
      throw failure(
        "a \(what) is called \"\(name)\"; a name has one or more characters, no \"/\", and is "
          + "neither \".\" nor \"..\"")
    }
  }

  /// Names that can be names, each once.
  func names(_ what: String, _ names: [String]) throws(StoreError) {
    for name in names { try self.name(what, name) }
    try unique(what, names)
  }

  func unique(_ what: String, _ names: [String]) throws(StoreError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw failure("the \(what) \"\(name)\" is there twice")
    }
  }

  /// Columns of a table, each with `count` entries.
  func rows(
    _ what: String, _ count: Int, _ columns: [(name: String, count: Int)]
  ) throws(StoreError) {
    for column in columns where column.count != count {
      throw failure("\(what) has \(count) rows and \(column.count) \(column.name)")
    }
  }

  /// Text for an attribute; readers of other projects expect less than 4 KiB.
  func short(_ what: String, _ text: String) throws(StoreError) {
    guard text.utf8.count < 4096 else {
      throw failure("\(what) has \(text.utf8.count) bytes; it may have at most 4095")
    }
  }
}
