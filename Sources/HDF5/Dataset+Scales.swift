internal import CHDF5

extension Dataset {
  /// Makes this dataset a dimension scale: the coordinates along a dimension of others.
  public func makeScale(named name: String) throws(HDF5Error) {
    try handle.use { (id) throws(HDF5Error) in
      try handle.location.check(H5DSset_scale(id, name), "it could not be made a dimension scale")
    }
  }

  /// Says that `scale` gives the coordinates along a dimension of this dataset.
  ///
  /// - Parameters:
  ///   - scale: a dataset of the same group or of one above it; other readers find no others.
  ///   - dimension: from 0, outermost first.
  /// - Throws: ``HDF5Error`` when either is not open or the dimension does not exist.
  public func attachScale(_ scale: Dataset, dimension: Int = 0) throws(HDF5Error) {
    try handle.use { (id) throws(HDF5Error) in
      try scale.handle.use { (scaleID) throws(HDF5Error) in
        try handle.location.check(
          H5DSattach_scale(id, scaleID, UInt32(max(0, dimension))),
          "the dimension scale \(scale.path) could not be attached")
      }
    }
  }

  /// True when this dataset is a dimension scale.
  public func isScale() throws(HDF5Error) -> Bool {
    try handle.use { (id) throws(HDF5Error) -> Bool in
      let answer = H5DSis_scale(id)
      guard answer >= 0 else { throw handle.location.failure("its attributes could not be read") }
      return answer > 0
    }
  }
}
