extension TensorFile {
  func validate(path: String) throws(StoreError) {
    let check = RecordCheck(path: path)
    var paths: Set<String> = []
    var groups: Set<String> = ["/"]
    for array in arrays {
      let names = try Self.names(of: array.path, check)
      for depth in names.indices.dropLast() {
        groups.insert("/" + names[...depth].joined(separator: "/"))
      }
      guard paths.insert(array.path).inserted else {
        throw check.failure("the array \"\(array.path)\" is there twice")
      }
      var count = 1
      for extent in array.shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow else {
          throw check.failure("the array \"\(array.path)\" has the impossible shape \(array.shape)")
        }
        count = product
      }
      guard count == array.values.count else {
        throw check.failure(
          "the array \"\(array.path)\" has \(array.values.count) values, which do not fill its "
            + "shape \(array.shape)")
      }
    }
    if let path = paths.intersection(groups).min() {
      throw check.failure("\"\(path)\" is the name of an array and of a group that holds arrays")
    }
    try validateAttributes(objects: paths.union(groups), check)
  }

  private func validateAttributes(objects: Set<String>, _ check: RecordCheck) throws(StoreError) {
    var seen: Set<String> = []
    for attribute in attributes {
      let label = "\(attribute.object) @\(attribute.name)"
      guard objects.contains(attribute.object) else {
        throw check.failure("the attribute \"\(label)\" belongs to nothing in the file")
      }
      guard !attribute.name.isEmpty, seen.insert(label).inserted else {
        throw check.failure("the attribute \"\(label)\" has no name or is there twice")
      }
      guard attribute.object != "/" || !Self.reservedAttributes.contains(attribute.name) else {
        throw check.failure("the attribute \"\(label)\" belongs to the format; give another name")
      }
    }
  }

  /// The names along an absolute path.
  private static func names(of path: String, _ check: RecordCheck) throws(StoreError) -> [String] {
    guard path.hasPrefix("/") else {
      throw check.failure("the array path \"\(path)\" does not begin with \"/\"")
    }
    let names = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
      .map(String.init)
    for name in names { try check.name("part of the array path \"\(path)\"", name) }
    return names
  }

  /// Equality without regard to order, which groups change.
  func hasSameContent(as other: TensorFile) -> Bool {
    func sorted(_ attributes: [TensorAttribute]) -> [TensorAttribute] {
      attributes.sorted { ($0.object, $0.name) < ($1.object, $1.name) }
    }
    return arrays.sorted { $0.path < $1.path } == other.arrays.sorted { $0.path < $1.path }
      && sorted(attributes) == sorted(other.attributes)
  }
}
