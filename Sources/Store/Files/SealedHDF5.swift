internal import HDF5

/// What all HDF5 files of the store share: how they are identified, sealed, written and opened.
enum SealedHDF5 {
  /// Writes the attributes that say what a file is.
  static func identify(
    _ file: File, format: String, version: Int64, minimumReader: Int64
  ) throws(HDF5Error) {
    let attributes = file.root.attributes
    try attributes.set("format", format)
    try attributes.set("schema_version", version)
    try attributes.set("min_reader_version", minimumReader)
    try attributes.set("HDF5_Version", Library.libraryVersion ?? "unknown")
  }

  /// Refuses another kind of file, and one that asks for a newer reader.
  static func checkIdentity(
    _ file: File, format: String, version: Int64, path: String
  ) throws(StoreError) {
    let attributes = file.root.attributes
    let found = try StoreError.wrapping(path) { () throws(HDF5Error) -> String? in
      try attributes.contains("format") ? try attributes.text("format") : nil
    }
    guard found == format else {
      let what = found.map { "says that it is \"\($0)\"" } ?? "does not say what it is"
      throw StoreError(
        .wrongFormat, path: path, reason: "is not a \(format) file: it \(what)")
    }
    let (stated, minimum) = try StoreError.wrapping(path) { () throws(HDF5Error) in
      (
        try attributes.value("schema_version", Int64.self),
        try attributes.value("min_reader_version", Int64.self)
      )
    }
    guard stated >= 1, minimum >= 1, minimum <= stated else {
      throw StoreError(
        .damaged, path: path,
        reason: "states schema version \(stated) for readers from version \(minimum) on, "
          + "which no writer does")
    }
    guard minimum <= version else {
      throw StoreError(
        .newerVersion, path: path,
        reason: "was written with schema version \(stated), which needs a reader of version "
          + "\(minimum) or later; this program reads up to version \(version): use a newer one")
    }
  }

  /// Writes a sealed file by the store's protocol.
  static func write(_ image: [UInt8], to path: String) throws(StoreError) -> WrittenFile {
    let sealed = Seal.seal(image)
    try AtomicFile.write(sealed, to: path)
    return WrittenFile(
      path: path, bytes: Int64(sealed.count), sha256: Digest.sha256(sealed))
  }

  /// Reads a sealed file and opens it.
  static func open(_ path: String) throws(StoreError) -> File {
    let image = try Seal.open(AtomicFile.read(path), path: path)
    return try StoreError.wrapping(path) { () throws(HDF5Error) in
      try File.open(image: image, name: path)
    }
  }
}
