/// Where a node was written: a place in a file, or an override.
///
/// Nodes keep their location through merging, so an error in an inherited key names the parent
/// file, and `explain` can say who set a key.
public enum Location: Sendable, Hashable {
  /// A place in a file; line and column count from 1, columns in characters.
  case file(String, line: Int, column: Int)
  /// One `KEY=VALUE` of the command line, verbatim.
  case override(String)
  /// Made by the program itself; the text says by what ("axis 'loss'").
  case generated(String)

  /// The file's name, if the node came from a file.
  public var file: String? {
    guard case .file(let name, _, _) = self else { return nil }
    return name
  }

  /// The line, if the node came from a file.
  public var line: Int? {
    guard case .file(_, let line, _) = self else { return nil }
    return line
  }
}

extension Location: CustomStringConvertible {
  /// `file:line:column`, or `command line 'loss.name=direct'`.
  public var description: String {
    switch self {
    case .file(let name, let line, let column): "\(name):\(line):\(column)"
    case .override(let text): "command line '\(text)'"
    case .generated(let text): text
    }
  }
}

extension Location: Comparable {
  /// Files first, by name, line and column; then overrides, then generated nodes.
  public static func < (left: Location, right: Location) -> Bool {
    switch (left, right) {
    case (.file(let a, let line, let column), .file(let b, let otherLine, let otherColumn)):
      (a, line, column) < (b, otherLine, otherColumn)
    case (.override(let a), .override(let b)), (.generated(let a), .generated(let b)): a < b
    default: left.rank < right.rank
    }
  }

  private var rank: Int {
    switch self {
    case .file: 0
    case .override: 1
    case .generated: 2
    }
  }
}
