/// The entries of a YAML mapping, in the order they were written, each key once.
public struct Mapping: Sendable {
  /// A key with its place, and its value.
  public struct Entry: Sendable {
    public var key: String
    public var keyLocation: Location
    public var value: Node

    /// An entry whose key was written at `keyLocation`.
    public init(key: String, keyLocation: Location, value: Node) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  /// The entries in order.
  public private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]

  /// A mapping of these entries; a later entry replaces an earlier one with the same key.
  public init(_ entries: [Entry] = []) {
    for entry in entries { set(entry) }
  }

  /// The keys in order.
  public var keys: [String] { entries.map(\.key) }

  /// The value of a key.
  public subscript(key: String) -> Node? { entry(key)?.value }

  /// The entry of a key.
  public func entry(_ key: String) -> Entry? { places[key].map { entries[$0] } }

  /// Adds the entry, or replaces the one with its key in place.
  public mutating func set(_ entry: Entry) {
    if let place = places[entry.key] {
      entries[place] = entry
    } else {
      places[entry.key] = entries.count
      entries.append(entry)
    }
  }

  /// The mapping without a key.
  public func removing(_ key: String) -> Mapping {
    Mapping(entries.filter { $0.key != key })
  }
}

extension Mapping: Equatable {
  /// Whether both hold the same keys with the same values, in any order.
  public static func == (left: Mapping, right: Mapping) -> Bool {
    left.entries.count == right.entries.count
      && left.entries.allSatisfy { right[$0.key] == $0.value }
  }
}
