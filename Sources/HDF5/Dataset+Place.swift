internal import CHDF5

extension Dataset {
  /// Where the values begin in the file, in bytes; nil for a dataset that is empty or not one block.
  public func fileOffset() throws(HDF5Error) -> Int? {
    try handle.use { (id) throws(HDF5Error) -> Int? in
      let offset = H5Dget_offset(id)
      guard offset != .max, H5Dget_storage_size(id) > 0 else { return nil }
      guard let value = Int(exactly: offset) else {
        throw handle.location.error(.damaged, "its values begin at byte \(offset)")
      }
      return value
    }
  }
}
