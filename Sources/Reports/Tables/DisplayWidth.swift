extension String {
  /// The number of terminal columns the text takes: wide East Asian characters and emoji take
  /// two, combining marks none.
  package var displayWidth: Int {
    reduce(0) { $0 + $1.displayWidth }
  }

  /// The text filled with spaces up to `width` columns.
  package func padded(to width: Int, alignment: TextTable.Alignment) -> String {
    let fill = String(repeating: " ", count: max(0, width - displayWidth))
    switch alignment {
    case .left: return self + fill
    case .right: return fill + self
    }
  }
}

extension Character {
  fileprivate var displayWidth: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
