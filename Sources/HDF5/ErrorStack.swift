internal import CHDF5
internal import Foundation

/// HDF5's record of its last failed call.
enum ErrorStack {
  /// The descriptions on the stack, outermost first. Call it under the library's lock, before any
  /// other call of the library clears the stack.
  static func messages() -> [String] {
    let collected = Messages()
    let collector = Unmanaged.passUnretained(collected).toOpaque()
    withExtendedLifetime(collected) {
      _ = H5Ewalk2(
        capi_h5_error_stack(), H5E_WALK_DOWNWARD,
        { _, entry, collector in
          guard let entry, let collector else { return 0 }
          let messages = Unmanaged<Messages>.fromOpaque(collector).takeUnretainedValue()
          if let text = entry.pointee.desc {
            messages.texts.append(ErrorStack.cleaned(String(cString: text)))
          }
          return 0
        }, collector)
    }
    return collected.texts
  }

  /// On one line, and without the time of day that some messages hold.
  private static func cleaned(_ text: String) -> String {
    var line = text.split(whereSeparator: \.isNewline).joined()
    if let time = line.range(of: ": time = "),
      let name = line.range(of: ", name = ", range: time.upperBound..<line.endIndex)
    {
      line.replaceSubrange(time.lowerBound..<name.lowerBound, with: "")
    }
    return line
  }

  private final class Messages {
    var texts: [String] = []
  }
}
