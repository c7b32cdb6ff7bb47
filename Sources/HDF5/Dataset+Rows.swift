internal import CHDF5

extension Dataset {
  /// The numbers of some entries along the outermost axis, row-major, converted as by ``read(_:)``.
  ///
  /// Reads no more of the file than these rows (or the chunks they lie in).
  ///
  /// - Parameter rows: within `0 ..< shape()[0]`.
  /// - Throws: ``HDF5Error``: `mismatch` for another type, `invalidValue` for rows that do not
  ///   exist or a dataset that has no axis.
  public func read<E: Element>(
    rows: Range<Int>, as element: E.Type = E.self
  ) throws(HDF5Error) -> [E] {
    let location = handle.location
    let stored = try storedType()
    guard stored.isReadable(as: E.elementType) else {
      throw location.error(
        .mismatch, "it holds \(stored), which cannot be read as \(E.elementType.rawValue)")
    }
    let shape = try shape()
    guard let extent = shape.first, rows.lowerBound >= 0, rows.upperBound <= extent else {
      throw location.error(
        .invalidValue,
        "it has no rows \(rows.lowerBound) … \(rows.upperBound - 1); its shape is "
          + "\(shape)")
    }
    let selected = [rows.count] + shape.dropFirst()
    let count = try Transfer.count(of: selected, at: location)
    guard count > 0 else { return [] }
    return try handle.use { (id) throws(HDF5Error) -> [E] in
      try Handle.scoped(H5Dget_space(id), at: location, orThrow: "its shape could not be read") {
        (space) throws(HDF5Error) -> [E] in
        var start = [hsize_t](repeating: 0, count: shape.count)
        start[0] = hsize_t(rows.lowerBound)
        let extents = selected.map { hsize_t($0) }
        try location.check(
          H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nil, extents, nil),
          "its rows could not be selected")
        return try Handle.scoped(
          Transfer.makeSpace(selected), at: location, orThrow: "no shape for its rows"
        ) { (memory) throws(HDF5Error) -> [E] in
          try Transfer.numbers(count, at: location) { type, buffer in
            H5Dread(id, type, memory, space, capi_h5_default(), buffer)
          }
        }
      }
    }
  }
}
