internal import Foundation

/// How often the system has killed a process because memory ran out.
enum MemoryKills {
  /// The count since the machine started; nil where the system does not say.
  static var count: Int? {
    guard let text = try? String(contentsOfFile: "/proc/vmstat", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
    return line?.split(separator: " ").last.flatMap { Int($0) }
  }
}

extension Duration {
  /// The duration as a number of seconds.
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
