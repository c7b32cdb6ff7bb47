/// The entries of a mapping while it is read: refuses duplicates, then merges `<<`.
struct MappingEntries {
  private var own = Mapping()
  private var merge: (location: Location, value: Node)?

  /// Adds an entry. A repeated key is reported, and its first value stays.
  mutating func add(
    _ key: Scalar, at location: Location, _ value: Node, isMerge: Bool,
    into collector: inout DiagnosticCollector
  ) {
    let first = isMerge ? merge?.location : own.entry(key.text)?.keyLocation
    if let first {
      let place = first.line.map { "at line \($0)" } ?? "before"
      collector.report(at: location, "duplicate key '\(key.text)'; it is first set \(place)")
    } else if isMerge {
      merge = (location, value)
    } else {
      own.set(.init(key: key.text, keyLocation: location, value: value))
    }
  }

  /// The finished mapping. Own keys win over merged ones, earlier merged mappings over later ones.
  func mapping(into collector: inout DiagnosticCollector) -> Mapping {
    guard let merge else { return own }
    var result = own
    for source in merge.value.sequence ?? [merge.value] {
      guard let mapping = source.mapping else {
        collector.report(
          at: source.location,
          "'<<' takes a mapping or a list of mappings, found \(source.summary)")
        continue
      }
      for entry in mapping.entries where result[entry.key] == nil { result.set(entry) }
    }
    return result
  }
}
