import Foundation

/// The most memory that this process has held, as Linux counts it.
enum PeakMemory {
  /// Begins to count anew, so that one measurement does not show the memory of the one before.
  static func reset() {
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }

  /// Bytes; nil where the system does not say.
  static var bytes: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(whereSeparator: \.isWhitespace).compactMap({ Int($0) }).first
    else { return nil }
    return kibibytes << 10
  }
}
