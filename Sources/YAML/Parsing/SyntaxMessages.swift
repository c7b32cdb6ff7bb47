/// libyaml's errors in words that say what to do.
struct SyntaxMessages {
  /// The text that was read, for what stands at a place.
  let bytes: [UInt8]

  /// The place and the message of an error.
  func explain(_ failure: EventStream.Failure) -> (Mark, String) {
    let mark = failure.mark ?? place(ofByte: failure.offset ?? 0)
    if character(at: mark) == "\t" {
      return (mark, "a tab is not allowed here; indent with spaces")
    }
    if failure.offset != nil {
      return (mark, "\(failure.problem); remove this character")
    }
    if failure.problem.hasPrefix("mapping values are not allowed") {
      return (
        mark,
        "unexpected ':'; check the indentation, or quote the text if the ':' belongs to it"
      )
    }
    var message = failure.problem
    if let context = failure.context {
      message += " \(context)"
      if let start = failure.contextMark, start.line != mark.line {
        message += " that starts at line \(start.line)"
      }
    }
    return (mark, message)
  }

  /// Line and column, in characters, of a byte of the text.
  func place(ofByte offset: Int) -> Mark {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let line = before.count { $0 == 0x0A } + 1
    // Continuation bytes of UTF-8 begin no character.
    return Mark(line: line, column: before[start...].count { $0 & 0xC0 != 0x80 } + 1)
  }

  private func character(at mark: Mark) -> Character? {
    let lines = bytes.split(separator: 0x0A, maxSplits: mark.line, omittingEmptySubsequences: false)
    guard lines.indices.contains(mark.line - 1) else { return nil }
    let scalars = String(decoding: lines[mark.line - 1], as: UTF8.self).unicodeScalars
    return scalars.dropFirst(mark.column - 1).first.map(Character.init)
  }
}
