/// One thing that is wrong with a configuration.
public struct Diagnostic: Sendable, Hashable {
  /// Where the fault was written.
  public var location: Location
  /// The key at fault; the root when the fault concerns the whole file.
  public var path: KeyPathText
  /// What is wrong and what would be right.
  public var message: String

  /// A fault at a place.
  public init(at location: Location, path: KeyPathText = .root, _ message: String) {
    self.location = location
    self.path = path
    self.message = message
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: key.path: message`.
  public var description: String {
    path.components.isEmpty ? "\(location): \(message)" : "\(location): \(path): \(message)"
  }
}
