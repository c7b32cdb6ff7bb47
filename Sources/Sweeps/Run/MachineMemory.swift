internal import Foundation

/// The memory that processes here may use.
package enum MachineMemory {
  /// Bytes: the machine's, or the limit of the container or job (cgroup) where that is less.
  static var bytes: Int64 { limited(by: ["memory.max", "memory/memory.limit_in_bytes"]) }

  /// - Parameter files: below `folder`, each with a number of bytes or a word for none.
  package static func limited(by files: [String], in folder: String = "/sys/fs/cgroup") -> Int64 {
    let limits = files.compactMap { name in
      (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)).flatMap {
        Int64($0.trimmingCharacters(in: .whitespacesAndNewlines))
      }
    }
    let machine = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
    return limits.filter { $0 > 0 }.reduce(machine, min)
  }
}
