/// Gathers faults while a tree is checked, so that one pass reports them all.
public struct DiagnosticCollector: Sendable {
  /// What was gathered, in the order of discovery.
  public private(set) var diagnostics: [Diagnostic] = []

  /// Nothing found so far.
  public init() {}

  /// Whether nothing was found.
  public var isEmpty: Bool { diagnostics.isEmpty }

  /// Records one fault.
  public mutating func report(
    at location: Location, path: KeyPathText = .root, _ message: String
  ) {
    diagnostics.append(Diagnostic(at: location, path: path, message))
  }

  /// Records faults found elsewhere.
  public mutating func report(_ found: Diagnostics) { diagnostics += found.all }

  /// Throws everything gathered, if anything was.
  public func throwIfAny() throws(Diagnostics) {
    if !diagnostics.isEmpty { throw Diagnostics(diagnostics) }
  }
}
