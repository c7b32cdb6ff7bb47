internal import CHDF5

extension File {
  /// Makes a file on the disk whose values the caller writes itself: with ``Group/reserve(_:_:shape:)``
  /// a file of any size takes a few kilobytes of memory.
  ///
  /// libhdf5 itself writes only names, shapes and small attributes here. Errors of a disk can escape
  /// it, so open the file again and compare before relying on it.
  ///
  /// - Parameters:
  ///   - path: the file; what has that name is emptied and written over.
  ///   - build: makes groups and datasets; no object of the file may outlive it.
  /// - Throws: ``HDF5Error`` when something could not be made, flushed or closed.
  public static func create(
    onDisk path: String, _ build: (File) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    let location = Location(file: path, object: "/")
    guard !path.utf8.contains(0) else {
      throw location.error(.cannotOpen, "the path holds a NUL character")
    }
    try Library.locked { () throws(HDF5Error) in
      let file = try access(at: location) { (access) throws(HDF5Error) -> File in
        try location.check(capi_h5_without_locking(access), "file locking could not be set")
        return try Handle.scoped(
          H5Pcreate(capi_h5_class_file_create()), at: location, orThrow: "no property list"
        ) { (creation) throws(HDF5Error) -> File in
          try Group.trackOrderWithoutTimes(creation, at: location)
          return try File(
            Handle(
              H5Fcreate(path, capi_h5_truncate(), creation, access), at: location, owner: nil,
              orThrow: "an HDF5 file could not be made", code: .cannotOpen))
        }
      }
      try build(file)
      // The file and its root; anything more would keep the file open behind our back.
      guard file.openHandleCount == 2 else {
        throw location.error(.invalidValue, "an object of the file is still in use")
      }
      try file.flush()
      try file.close()
    }
  }
}
