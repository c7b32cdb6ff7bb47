internal import HDF5

/// Writes and reads `run.h5`, the sealed record of a run.
public enum RunStore {
  /// Version of the layout that this program writes; `docs/hdf5-schema.md` describes it.
  public static let schemaVersion: Int64 = 2
  static let format = "capi-run"

  /// Seals a record into the run's folder, which exists.
  ///
  /// The file is built in memory, read back and compared with the record, and then replaces the
  /// old `run.h5` in one step: at no time is there a half-written one. Sealing the same record
  /// twice gives the same bytes.
  ///
  /// - Parameters:
  ///   - record: what to seal.
  ///   - folder: the run.
  /// - Returns: size and hash of the file.
  /// - Throws: ``StoreError``: `invalidRecord` names the value that cannot be stored; `system`
  ///   when the disk refuses, and then the old file is as it was.
  @discardableResult
  public static func write(
    _ record: RunRecord, to folder: RunFolder
  ) throws(StoreError) -> WrittenFile {
    let path = folder.recordPath
    let image = try image(of: record, path: path)
    return try SealedHDF5.write(image, to: path)
  }

  /// Reads the record of a run, or parts of it.
  ///
  /// - Throws: as ``read(file:_:)`` does.
  public static func read(
    _ folder: RunFolder, _ parts: RunParts = .all
  ) throws(StoreError) -> RunRecord {
    try read(file: folder.recordPath, parts)
  }

  /// Reads a record by the path of its file.
  ///
  /// - Parameters:
  ///   - path: a sealed `run.h5`.
  ///   - parts: what to read of it.
  /// - Returns: the record; with all parts, equal bit by bit to the one that was sealed.
  /// - Throws: ``StoreError``: `missing`, `damaged`, `wrongFormat` or `newerVersion`.
  public static func read(
    file path: String, _ parts: RunParts = .all
  ) throws(StoreError) -> RunRecord {
    try decode(SealedHDF5.open(path), parts, path: path)
  }

  /// The bytes of the file before its seal, checked by reading them back.
  static func image(of record: RunRecord, path: String) throws(StoreError) -> [UInt8] {
    try record.validate(path: path)
    let image = try StoreError.wrapping(path) { () throws(HDF5Error) in
      let file = try File.createInMemory(name: path)
      try SealedHDF5.identify(file, format: format, version: schemaVersion, minimumReader: 1)
      try RunWriter(record: record, root: file.root).write()
      return try file.image()
    }
    let file = try StoreError.wrapping(path) { () throws(HDF5Error) in
      try File.open(image: image, name: path)
    }
    guard try decode(file, .all, path: path) == record else {
      throw StoreError(
        .damaged, path: path,
        reason: "reads back different from what was written; nothing was replaced")
    }
    return image
  }

  private static func decode(
    _ file: File, _ parts: RunParts, path: String
  ) throws(StoreError) -> RunRecord {
    try SealedHDF5.checkIdentity(file, format: format, version: schemaVersion, path: path)
    return try StoreError.wrapping(path) { () throws(HDF5Error) in
      try RunReader(root: file.root).read(parts)
    }
  }
}
