internal import Foundation
internal import HDF5

/// Writes and reads the files of a sweep: its plan, and the table of its results.
public enum SweepStore {
  /// Version of both layouts that this program writes; `docs/hdf5-schema.md` describes them.
  public static let schemaVersion: Int64 = 2
  static let specificationFormat = "capi-sweep"
  static let indexFormat = "capi-sweep-index"

  /// Writes the plan of a sweep, once.
  ///
  /// - Parameters:
  ///   - specification: the plan.
  ///   - folder: the sweep; it exists.
  /// - Throws: ``StoreError`` with code `conflict` when the folder holds another plan. The same
  ///   plan again is no error.
  public static func write(
    _ specification: SweepSpecification, to folder: SweepFolder
  ) throws(StoreError) {
    let path = folder.specificationPath
    let bytes = try SweepDocument(specification).encoded(path: path)
    guard try !AtomicFile.writeNew(bytes, to: path) else { return }
    guard try readSpecification(folder) == specification else {
      throw StoreError(
        .conflict, path: path,
        reason: "holds the plan of another sweep, and plans never change; use another folder")
    }
  }

  /// Replaces what the plan says for people: the text of its file, labels and references. Its
  /// identity and its trials stay.
  ///
  /// - Parameters:
  ///   - specification: the same plan, described anew.
  ///   - folder: the sweep, whose lease the caller holds.
  /// - Throws: ``StoreError`` with code `conflict` when it is another plan.
  public static func redescribe(
    _ specification: SweepSpecification, in folder: SweepFolder
  ) throws(StoreError) {
    let path = folder.specificationPath
    let found = try readSpecification(folder)
    guard found.sweepID == specification.sweepID,
      found.trials.map(\.id) == specification.trials.map(\.id)
    else {
      throw StoreError(
        .conflict, path: path,
        reason: "holds the plan of another sweep, and plans never change; use another folder")
    }
    var wanted = specification
    wanted.createdUTC = found.createdUTC
    wanted.creatorVersion = found.creatorVersion
    guard wanted != found else { return }
    try AtomicFile.write(SweepDocument(wanted).encoded(path: path), to: path)
  }

  /// Reads the plan of a sweep.
  public static func readSpecification(
    _ folder: SweepFolder
  ) throws(StoreError) -> SweepSpecification {
    let path = folder.specificationPath
    return try SweepDocument.decode(AtomicFile.read(path), path: path).specification
  }

  /// Writes the table of results, replacing the old one.
  @discardableResult
  public static func write(
    _ index: SweepIndex, to folder: SweepFolder
  ) throws(StoreError) -> WrittenFile {
    let path = folder.indexPath
    try index.validate(path: path)
    let linked = index.trials.map(\.id).filter { folder.run($0).hasRecord }
    let image = try StoreError.wrapping(path) { () throws(HDF5Error) in
      let file = try File.createInMemory(name: path)
      try SealedHDF5.identify(file, format: indexFormat, version: schemaVersion, minimumReader: 1)
      try SweepIndexWriter(index: index, root: file.root).write(linking: linked)
      return try file.image()
    }
    let file = try StoreError.wrapping(path) { () throws(HDF5Error) in
      try File.open(image: image, name: path)
    }
    guard try decode(file, path: path) == index else {
      throw StoreError(
        .damaged, path: path,
        reason: "reads back different from what was written; nothing was replaced")
    }
    return try SealedHDF5.write(image, to: path)
  }

  /// Reads the table of results.
  public static func readIndex(_ folder: SweepFolder) throws(StoreError) -> SweepIndex {
    try readIndex(file: folder.indexPath)
  }

  /// Reads a table of results by the path of its file.
  public static func readIndex(file path: String) throws(StoreError) -> SweepIndex {
    try decode(SealedHDF5.open(path), path: path)
  }

  private static func decode(_ file: File, path: String) throws(StoreError) -> SweepIndex {
    try SealedHDF5.checkIdentity(file, format: indexFormat, version: schemaVersion, path: path)
    return try StoreError.wrapping(path) { () throws(HDF5Error) in
      try SweepIndexReader(root: file.root).read()
    }
  }
}
