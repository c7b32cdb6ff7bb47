/// What a journal file holds: its records in order, and where they end.
public struct JournalScan: Sendable, Equatable {
  /// A record and where it begins in the file.
  public struct Located: Sendable, Equatable {
    public var offset: Int
    public var record: JournalRecord
  }

  public var records: [Located]
  /// Bytes of whole records. What is behind them is a record that a crash cut short.
  public var length: Int
  /// Bytes of the file.
  public var fileLength: Int

  /// Bytes at the end that are no record.
  public var tornBytes: Int { fileLength - length }

  /// Reads a journal file.
  ///
  /// - Throws: ``StoreError``: `missing`, `system`, or `damaged` with the offset of a record that is
  ///   broken although whole ones follow it: then something other than a crash happened.
  public static func read(_ path: String) throws(StoreError) -> JournalScan {
    try JournalScan(AtomicFile.read(path), path: path)
  }

  /// Scans bytes; `path` is what errors call them.
  public init(_ bytes: [UInt8], path: String) throws(StoreError) {
    var records: [Located] = []
    var offset = 0
    while let (record, count) = JournalRecord.read(bytes, at: offset) {
      records.append(Located(offset: offset, record: record))
      offset += count
    }
    if offset < bytes.count, let next = Self.firstRecord(bytes, from: offset + 1) {
      throw StoreError(
        .damaged, path: path,
        reason: "the record at byte \(offset) is broken, and a whole one follows at byte \(next): "
          + "the file was changed after it was written; restore it from a copy")
    }
    self.records = records
    length = offset
    fileLength = bytes.count
  }

  /// Where the first whole record begins, at or after an offset.
  private static func firstRecord(_ bytes: [UInt8], from start: Int) -> Int? {
    var offset = start
    while offset + JournalRecord.overhead <= bytes.count {
      guard let next = bytes[offset...].firstIndex(of: JournalRecord.magic[0]) else { return nil }
      if JournalRecord.read(bytes, at: next) != nil { return next }
      offset = next + 1
    }
    return nil
  }
}
