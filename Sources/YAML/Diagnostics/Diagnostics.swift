/// Everything found wrong in one pass over a configuration.
public struct Diagnostics: Error, Sendable, Hashable {
  /// The faults, in the order of their places, each once.
  public let all: [Diagnostic]

  /// These faults, sorted by place; equal ones are folded.
  public init(_ diagnostics: [Diagnostic]) {
    var seen: Set<Diagnostic> = []
    let unique = diagnostics.filter { seen.insert($0).inserted }
    all = unique.enumerated()
      .sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }
      .map(\.element)
  }

  /// A single fault.
  public init(_ diagnostic: Diagnostic) { self.init([diagnostic]) }
}

extension Diagnostics: CustomStringConvertible {
  /// One line for each fault.
  public var description: String { all.map(\.description).joined(separator: "\n") }
}
