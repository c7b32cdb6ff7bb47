internal import CHDF5
internal import Foundation

/// An open HDF5 file: read-only from a disk or from bytes, or new and in memory.
///
/// Files with values are only made in memory, and their bytes taken with ``image()``: a disk that is
/// full for a moment can then never leave a valid-looking file with wrong values. Files too large
/// for that are made without values, which the caller writes itself.
/// The file closes when nothing refers to it or to an object in it.
public final class File: Sendable {
  private let handle: Handle
  /// The group at "/".
  public let root: Group

  /// Path of the file as it was given, or what the caller called the bytes.
  public var name: String { handle.location.file }

  init(_ handle: Handle) throws(HDF5Error) {
    self.handle = handle
    self.root = try Group(opening: "/", in: handle, at: handle.location)
  }

  /// Opens a file for reading.
  ///
  /// libhdf5 finds files that were cut short, and damage where the format has checksums; some
  /// other damage, to the heap of variable-length text for instance, ends the process. Files that
  /// may be damaged need a check of their own first, as the store makes with its seal.
  ///
  /// - Throws: ``HDF5Error`` with code `cannotOpen` when it is missing, not HDF5, or damaged.
  public static func open(_ path: String) throws(HDF5Error) -> File {
    let location = Location(file: path, object: "/")
    guard !path.utf8.contains(0) else {
      throw location.error(.cannotOpen, "the path holds a NUL character")
    }
    return try Library.locked { () throws(HDF5Error) -> File in
      try access(at: location) { (access) throws(HDF5Error) -> File in
        try location.check(capi_h5_without_locking(access), "file locking could not be set")
        return try File(
          Handle(
            H5Fopen(path, capi_h5_read_only(), access), at: location, owner: nil,
            orThrow: "it cannot be opened as an HDF5 file", code: .cannotOpen))
      }
    }
  }

  /// Opens the bytes of a file for reading.
  ///
  /// - Parameters:
  ///   - image: the whole file.
  ///   - name: what errors call it, the path it was read from for instance.
  /// - Returns: the open file, read-only.
  /// - Throws: ``HDF5Error`` with code `cannotOpen` when the bytes are not HDF5 or damaged.
  public static func open(image: [UInt8], name: String = "(in memory)") throws(HDF5Error) -> File {
    let location = Location(file: name, object: "/")
    guard !image.isEmpty else { throw location.error(.cannotOpen, "it is empty") }
    return try Library.locked { () throws(HDF5Error) -> File in
      try access(at: location) { (access) throws(HDF5Error) -> File in
        try location.check(H5Pset_fapl_core(access, 1 << 16, false), "no memory driver")
        // The library copies the bytes and does not write to these.
        let status = image.withUnsafeBytes { bytes in
          H5Pset_file_image(
            access, UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        }
        try location.check(status, "its bytes could not be handed to HDF5")
        return try File(
          Handle(
            H5Fopen(uniqueName(), capi_h5_read_only(), access), at: location, owner: nil,
            orThrow: "it cannot be opened as an HDF5 file", code: .cannotOpen))
      }
    }
  }

  /// Makes an empty file in memory.
  ///
  /// Creation order of objects and attributes is tracked, times are not, and nothing newer than
  /// version 1.8 of the format is used, so that old readers open it and the same content gives
  /// the same bytes.
  public static func createInMemory(name: String = "(in memory)") throws(HDF5Error) -> File {
    let location = Location(file: name, object: "/")
    return try Library.locked { () throws(HDF5Error) -> File in
      try access(at: location) { (access) throws(HDF5Error) -> File in
        try location.check(H5Pset_fapl_core(access, 1 << 20, false), "no memory driver")
        return try Handle.scoped(
          H5Pcreate(capi_h5_class_file_create()), at: location, orThrow: "no property list"
        ) { (creation) throws(HDF5Error) -> File in
          try Group.trackOrderWithoutTimes(creation, at: location)
          return try File(
            Handle(
              H5Fcreate(uniqueName(), capi_h5_truncate(), creation, access), at: location,
              owner: nil, orThrow: "an HDF5 file in memory could not be made"))
        }
      }
    }
  }

  /// The bytes of the file as they would lie on a disk.
  public func image() throws(HDF5Error) -> [UInt8] {
    try handle.use { (file) throws(HDF5Error) -> [UInt8] in
      let location = handle.location
      try location.check(H5Fflush(file, H5F_SCOPE_GLOBAL), "it could not be flushed")
      let size = H5Fget_file_image(file, nil, 0)
      guard size > 0 else { throw location.failure("its image has no size") }
      var written = -1
      let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
        written = H5Fget_file_image(file, buffer.baseAddress, size)
        filled = max(0, min(written, size))
      }
      guard written == size else { throw location.failure("its image could not be taken") }
      return bytes
    }
  }

  /// Hands everything to the system.
  func flush() throws(HDF5Error) {
    try handle.use { (file) throws(HDF5Error) in
      try handle.location.check(H5Fflush(file, H5F_SCOPE_GLOBAL), "it could not be flushed")
    }
  }

  /// How many ids of the file and of objects in it are open; negative once it is closed.
  package var openHandleCount: Int {
    (try? handle.use { (file) throws(HDF5Error) in capi_h5_open_handles(file) }) ?? -1
  }

  /// Closes this reference to the file; objects of it that are still in use keep it open.
  public func close() throws(HDF5Error) {
    try root.close()
    try handle.close()
  }

  /// Runs `body` with access properties that keep to formats up to version 1.8.
  static func access<Result>(
    at location: Location, _ body: (hid_t) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    try Handle.scoped(
      H5Pcreate(capi_h5_class_file_access()), at: location, orThrow: "no property list"
    ) { (access) throws(HDF5Error) -> Result in
      try location.check(
        H5Pset_libver_bounds(access, H5F_LIBVER_EARLIEST, H5F_LIBVER_V18),
        "format versions could not be bounded")
      return try body(access)
    }
  }

  /// HDF5 takes two files in memory of one name for the same file.
  private static func uniqueName() -> String {
    "memory-\(UUID().uuidString)"
  }
}
