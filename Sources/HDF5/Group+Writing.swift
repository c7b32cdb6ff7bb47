internal import CHDF5

extension Group {
  /// Makes a dataset of numbers.
  ///
  /// - Parameters:
  ///   - name: its name in this group.
  ///   - values: the numbers in row-major order.
  ///   - shape: extents; `[]` for a single number, nil for a list of `values.count`.
  ///   - layout: how they lie in the file.
  /// - Returns: the dataset, for its attributes and scales.
  /// - Throws: ``HDF5Error``: `invalidValue` for a name, shape or layout that does not fit.
  @discardableResult
  public func write<E: Element>(
    _ name: String, _ values: [E], shape: [Int]? = nil, layout: Layout = .contiguous
  ) throws(HDF5Error) -> Dataset {
    let shape = shape ?? [values.count]
    let location = handle.location.appending(name)
    let count = try checkedCount(shape, at: location)
    guard count == values.count else {
      throw location.error(
        .invalidValue, "\(values.count) values do not fill the shape \(shape)")
    }
    let dataset = try makeDataset(
      name, type: E.elementType.makeFileType(), shape: shape, layout: layout)
    guard count > 0 else { return dataset }
    try dataset.handle.use { (id) throws(HDF5Error) in
      try Handle.scoped(
        E.elementType.makeMemoryType(), at: location, orThrow: "no memory type for the values"
      ) { (type) throws(HDF5Error) in
        let whole = capi_h5_whole_space()
        let status = values.withUnsafeBytes { bytes in
          H5Dwrite(id, type, whole, whole, capi_h5_default(), bytes.baseAddress)
        }
        try location.check(status, "the values could not be written")
      }
    }
    return dataset
  }

  /// Makes a dataset of texts, UTF-8 of any length.
  @discardableResult
  public func write(
    _ name: String, _ texts: [String], shape: [Int]? = nil
  ) throws(HDF5Error) -> Dataset {
    let shape = shape ?? [texts.count]
    let location = handle.location.appending(name)
    let count = try checkedCount(shape, at: location)
    guard count == texts.count else {
      throw location.error(.invalidValue, "\(texts.count) texts do not fill the shape \(shape)")
    }
    let dataset = try makeDataset(
      name, type: Transfer.makeTextType(), shape: shape, layout: .contiguous)
    guard count > 0 else { return dataset }
    try dataset.handle.use { (id) throws(HDF5Error) in
      try Handle.scoped(
        Transfer.makeTextType(), at: location, orThrow: "no memory type for the text"
      ) { (type) throws(HDF5Error) in
        try Transfer.withCStrings(texts, at: location) { (pointer) throws(HDF5Error) in
          let whole = capi_h5_whole_space()
          try location.check(
            H5Dwrite(id, type, whole, whole, Transfer.textProperties, pointer),
            "the text could not be written")
        }
      }
    }
    return dataset
  }

  /// Makes a dataset of one text.
  @discardableResult
  public func write(_ name: String, _ text: String) throws(HDF5Error) -> Dataset {
    try write(name, [text], shape: [])
  }

  /// Makes a dataset of numbers without values: its place in the file is set aside and not filled.
  ///
  /// - Returns: the dataset, for its attributes and scales.
  /// - Throws: ``HDF5Error``: `invalidValue` for a name or shape that does not fit.
  @discardableResult
  public func reserve(
    _ name: String, _ element: ElementType, shape: [Int]
  ) throws(HDF5Error) -> Dataset {
    _ = try checkedCount(shape, at: handle.location.appending(name))
    return try makeDataset(
      name, type: element.makeFileType(), shape: shape, layout: .reserved)
  }

  private func checkedCount(_ shape: [Int], at location: Location) throws(HDF5Error) -> Int {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow, shape.count <= 32 else {
        throw location.error(.invalidValue, "\(shape) is not a shape that HDF5 can store")
      }
      count = product
    }
    return count
  }

  /// Makes an empty dataset and takes over `type`.
  private func makeDataset(
    _ name: String, type: hid_t, shape: [Int], layout: Layout
  ) throws(HDF5Error) -> Dataset {
    let location = handle.location.appending(name)
    return Dataset(
      try handle.use { (group) throws(HDF5Error) -> Handle in
        try Handle.scoped(
          type, at: location, orThrow: "no file type for the values"
        ) { (type) throws(HDF5Error) -> Handle in
          try handle.location.checkName(name)
          return try Handle.scoped(
            Transfer.makeSpace(shape), at: location, orThrow: "no dataspace of shape \(shape)"
          ) { (space) throws(HDF5Error) -> Handle in
            try creationProperties(layout, shape: shape, at: location) {
              (creation) throws(HDF5Error) -> Handle in
              try Group.linkProperties(at: location) { (link) throws(HDF5Error) -> Handle in
                try Handle(
                  H5Dcreate2(group, name, type, space, link, creation, capi_h5_default()),
                  at: location, owner: handle, orThrow: "the dataset could not be made")
              }
            }
          }
        }
      })
  }

  private func creationProperties<Result>(
    _ layout: Layout, shape: [Int], at location: Location,
    _ body: (hid_t) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    try Handle.scoped(
      H5Pcreate(capi_h5_class_dataset_create()), at: location, orThrow: "no property list"
    ) { (creation) throws(HDF5Error) -> Result in
      try location.check(
        H5Pset_attr_creation_order(creation, capi_h5_creation_order()), "no creation order")
      try location.check(H5Pset_obj_track_times(creation, false), "times could not be left out")
      if layout == .reserved {
        try location.check(H5Pset_alloc_time(creation, H5D_ALLOC_TIME_EARLY), "no early place")
        try location.check(H5Pset_fill_time(creation, H5D_FILL_TIME_NEVER), "no empty place")
      }
      if case .compressed(let chunk, let level) = layout {
        guard chunk.count == shape.count, !shape.isEmpty, chunk.allSatisfy({ $0 > 0 }),
          (1...9).contains(level)
        else {
          throw location.error(
            .invalidValue,
            "chunks \(chunk) at gzip level \(level) do not suit the shape \(shape); give one "
              + "positive extent for each dimension and a level from 1 to 9")
        }
        let extents = chunk.map { hsize_t($0) }
        try location.check(H5Pset_chunk(creation, Int32(chunk.count), extents), "no chunks")
        try location.check(H5Pset_shuffle(creation), "HDF5 was built without its shuffle filter")
        try location.check(
          H5Pset_deflate(creation, UInt32(level)), "HDF5 was built without its gzip filter")
      }
      return try body(creation)
    }
  }
}
