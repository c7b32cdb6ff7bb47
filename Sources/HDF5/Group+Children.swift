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
      let location = handle.location
      var info = H5G_info_t()
      try location.check(H5Gget_info(group, &info), "the group could not be listed")
      var children: [Child] = []
      for position in 0..<info.nlinks {
        let name = try linkName(of: group, at: position)
        children.append(Child(name: name, kind: try kind(of: name, in: group)))
      }
      return children
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
      let handle = current.handle
      try current.require(name, .group)
      current = try Group(opening: name, in: handle, at: handle.location.appending(name))
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
    try parent.require(last, .dataset)
    return try Dataset(opening: last, in: parent.handle)
  }

  /// Throws unless the group holds something of that name and kind.
  private func require(_ name: String, _ wanted: Child.Kind) throws(HDF5Error) {
    let location = handle.location.appending(name)
    let noun = wanted == .group ? "group" : "dataset"
    guard try contains(name) else {
      let names = try children().map(\.name)
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
      let length = H5Lget_name_by_idx(
        group, ".", index, H5_ITER_INC, position, nil, 0, capi_h5_default())
      guard length >= 0 else { continue }
      var bytes = [CChar](repeating: 0, count: length + 1)
      let read = H5Lget_name_by_idx(
        group, ".", index, H5_ITER_INC, position, &bytes, length + 1, capi_h5_default())
      guard read == length else { continue }
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
      return try Handle.scoped(
        H5Oopen(group, name, capi_h5_default()), at: location,
        orThrow: "the object could not be opened"
      ) { (object) throws(HDF5Error) in
        switch H5Iget_type(object) {
        case H5I_GROUP: .group
        case H5I_DATASET: .dataset
        default: .other
        }
      }
    case Int32(H5L_TYPE_EXTERNAL.rawValue): return .externalLink
    case let type where type < 0: throw location.failure("the link could not be read")
    default: return .other
    }
  }
}
