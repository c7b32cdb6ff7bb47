internal import CHDF5

/// A group: a folder of datasets and groups inside a file.
public final class Group: Sendable {
  let handle: Handle

  /// Path inside the file.
  public var path: String { handle.location.object }
  /// The group's attributes.
  public var attributes: Attributes { Attributes(handle) }

  init(_ handle: Handle) {
    self.handle = handle
  }

  /// Opens a group below `parent`, which may be a file.
  convenience init(opening path: String, in parent: Handle, at location: Location)
    throws(HDF5Error)
  {
    self.init(
      try parent.use { (id) throws(HDF5Error) -> Handle in
        try Handle(
          H5Gopen2(id, path, capi_h5_default()), at: location, owner: parent,
          orThrow: "the group could not be opened")
      })
  }

  /// Makes a group in this one.
  public func createGroup(_ name: String) throws(HDF5Error) -> Group {
    let location = handle.location.appending(name)
    try handle.location.checkName(name)
    return Group(
      try handle.use { (parent) throws(HDF5Error) -> Handle in
        try Group.linkProperties(at: location) { (link) throws(HDF5Error) -> Handle in
          try Handle.scoped(
            H5Pcreate(capi_h5_class_group_create()), at: location, orThrow: "no property list"
          ) { (creation) throws(HDF5Error) -> Handle in
            try Group.trackOrderWithoutTimes(creation, at: location)
            return try Handle(
              H5Gcreate2(parent, name, link, creation, capi_h5_default()), at: location,
              owner: handle, orThrow: "the group could not be made")
          }
        }
      })
  }

  /// Links to an object of another file, which is opened when the link is followed.
  ///
  /// - Parameters:
  ///   - name: name of the link in this group.
  ///   - file: path of the other file, relative to the folder of this one.
  ///   - target: path of the object in it.
  /// - Throws: ``HDF5Error`` when the name is taken or cannot be one.
  public func linkExternal(_ name: String, toFile file: String, object target: String)
    throws(HDF5Error)
  {
    let location = handle.location.appending(name)
    try handle.location.checkName(name)
    try handle.use { (parent) throws(HDF5Error) in
      try Group.linkProperties(at: location) { (link) throws(HDF5Error) in
        try location.check(
          H5Lcreate_external(file, target, parent, name, link, capi_h5_default()),
          "the link to \(file) could not be made")
      }
    }
  }

  /// Closes the group; closing twice does nothing.
  public func close() throws(HDF5Error) {
    try handle.close()
  }

  /// Sets creation order and no times on the properties of a file or group to be made.
  static func trackOrderWithoutTimes(_ creation: hid_t, at location: Location)
    throws(HDF5Error)
  {
    let order = capi_h5_creation_order()
    try location.check(H5Pset_link_creation_order(creation, order), "no creation order")
    try location.check(H5Pset_attr_creation_order(creation, order), "no creation order")
    try location.check(H5Pset_obj_track_times(creation, false), "times could not be left out")
  }

  /// Runs `body` with properties that say that names are UTF-8.
  static func linkProperties<Result>(
    at location: Location, _ body: (hid_t) throws(HDF5Error) -> Result
  ) throws(HDF5Error) -> Result {
    try Handle.scoped(
      H5Pcreate(capi_h5_class_link_create()), at: location, orThrow: "no property list"
    ) { (link) throws(HDF5Error) -> Result in
      try location.check(H5Pset_char_encoding(link, H5T_CSET_UTF8), "names cannot be UTF-8")
      return try body(link)
    }
  }
}
