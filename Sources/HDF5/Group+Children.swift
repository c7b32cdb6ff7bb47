internal import CHDF5

extension Group {
  /// Something in a group.
  public struct Child: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
      case group
      case dataset
      /// A link to another file; it is not followed to find out what it is.
      case externalLink
      /// A soft link, a named type.
      case other
    }

    public var name: String
    public var kind: Kind
  }

  /// What the group holds, in the order in which it was made where the file knows that order,
  /// else by name.
  public func children() throws(HDF5Error) -> [Child] {
    try handle.use { (group) throws(HDF5Error) -> [Child] in
      var children: [Child] = []
      for name in try names() {
        children.append(Child(name: name, kind: try kind(of: name, in: group)))
      }
      return children
    }
  }

  /// The names of what the group holds, in the same order; cheaper than ``children()``, which looks
  /// at each.
  public func names() throws(HDF5Error) -> [String] {
    try handle.use { (group) throws(HDF5Error) -> [String] in
      var info = H5G_info_t()
      try handle.location.check(H5Gget_info(group, &info), "the group could not be listed")
      var names: [String] = []
      for position in 0..<info.nlinks { names.append(try linkName(of: group, at: position)) }
      return names
    }
  }

  /// True when the group holds something of that name.
  public func contains(_ name: String) throws(HDF5Error) -> Bool {
    try handle.location.checkName(name)
    return try handle.use { (group) throws(HDF5Error) -> Bool in
      let answer = H5Lexists(group, name, capi_h5_default())
      guard answer >= 0 else { throw handle.location.failure("the group could not be searched") }
      return answer > 0
    }
  }

  /// The group at a path below this one, "metrics/train" for instance.
  ///
  /// - Throws: ``HDF5Error``: `notFound` says which name is missing and what there is instead;
  ///   `mismatch` when something else has that name.
  public func group(_ path: String) throws(HDF5Error) -> Group {
    var current = self
    for name in path.split(separator: "/").map(String.init) {
      let parent = current
      let handle = parent.handle
      current = try parent.opening(name, .group) { () throws(HDF5Error) in
        try Group(opening: name, in: handle, at: handle.location.appending(name))
      }
    }
    return current
  }

  /// The dataset at a path below this group.
  ///
  /// - Throws: as ``group(_:)``.
  public func dataset(_ path: String) throws(HDF5Error) -> Dataset {
    var names = path.split(separator: "/").map(String.init)
    guard let last = names.popLast() else {
      throw handle.location.error(.notFound, "\"\(path)\" names no dataset")
    }
    let parent = try group(names.joined(separator: "/"))
    return try parent.opening(last, .dataset) { () throws(HDF5Error) in
      try Dataset(opening: last, in: parent.handle)
    }
  }

  /// What `open` gives; where it fails, the error that says why, if there is one that says more.
  private func opening<Object>(
    _ name: String, _ kind: Child.Kind, _ open: () throws(HDF5Error) -> Object
  ) throws(HDF5Error) -> Object {
    try handle.location.checkName(name)
    do throws(HDF5Error) {
      return try open()
    } catch {
      try require(name, kind)
      throw error
    }
  }

  /// Throws unless the group holds something of that name and kind.
  private func require(_ name: String, _ wanted: Child.Kind) throws(HDF5Error) {
    let location = handle.location.appending(name)
    let noun = wanted == .group ? "group" : "dataset"
    guard try contains(name) else {
      let names = try names()
      let there = names.isEmpty ? "nothing" : names.prefix(12).joined(separator: ", ")
      let more = names.count > 12 ? " and \(names.count - 12) more" : ""
      throw location.error(.notFound, "there is no such \(noun); \(path) holds \(there)\(more)")
    }
    let found = try handle.use { (group) throws(HDF5Error) in try kind(of: name, in: group) }
    // External links are followed when they are opened.
    guard found == wanted || found == .externalLink else {
      throw location.error(.mismatch, "it is not a \(noun)")
    }
  }

  private func linkName(of group: hid_t, at position: UInt64) throws(HDF5Error) -> String {
    // Files whose creation order was not tracked can only be listed by name.
    for index in [H5_INDEX_CRT_ORDER, H5_INDEX_NAME] {
      // Room for most names at the first try.
      var bytes: [CChar] = []
      var length = 127
      while length >= bytes.count {
        bytes = [CChar](repeating: 0, count: length + 1)
        length = H5Lget_name_by_idx(
          group, ".", index, H5_ITER_INC, position, &bytes, bytes.count, capi_h5_default())
      }
      guard length >= 0 else { continue }
      guard let name = Transfer.name(bytes, length: length), !name.isEmpty else {
        throw handle.location.error(.damaged, "the name of child \(position) is not UTF-8 text")
      }
      return name
    }
    throw handle.location.failure("the name of child \(position) could not be read")
  }

  private func kind(of name: String, in group: hid_t) throws(HDF5Error) -> Child.Kind {
    let location = handle.location.appending(name)
    switch capi_h5_link_type(group, name) {
    case Int32(H5L_TYPE_HARD.rawValue):
      switch capi_h5_object_type(group, name) {
      case Int32(H5O_TYPE_GROUP.rawValue): return .group
      case Int32(H5O_TYPE_DATASET.rawValue): return .dataset
      case let type where type < 0: throw location.failure("the object could not be opened")
      default: return .other
      }
    case Int32(H5L_TYPE_EXTERNAL.rawValue): return .externalLink
    case let type where type < 0: throw location.failure("the link could not be read")
    default: return .other
    }
  }
}
