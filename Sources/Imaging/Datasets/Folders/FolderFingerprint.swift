import Foundation

/// Text that changes when the files of a data set change, without reading them all.
struct FolderFingerprint {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  private var files = 0
  private var bytes = 0

  /// Takes in names and sizes of all files and the first 64 KiB of 16 of them, evenly spread.
  ///
  /// A file that cannot be read counts as an empty one under `skip`, and is an error otherwise.
  mutating func add(_ root: String, _ paths: [String], _ onError: OnError) throws {
    for path in paths {
      var facts = stat()
      if stat("\(root)/\(path)", &facts) != 0 {
        let reason = String(cString: strerror(errno))
        guard onError == .skip else {
          throw ImagingError.unreadable(path: "\(root)/\(path)", reason: reason)
        }
        facts.st_size = 0
      }
      add(path.utf8)
      add("=\(facts.st_size);".utf8)
      files += 1
      bytes += Int(facts.st_size)
    }
    let looks = min(16, paths.count)
    for look in 0..<looks {
      let path = "\(root)/\(paths[look * paths.count / looks])"
      do {
        add(try FileBytes.read(path, limit: 1 << 16))
      } catch {
        guard onError == .skip else { throw error }
      }
    }
  }

  /// `3 files, 1200 bytes, fnv1a 0123456789abcdef`.
  var text: String {
    let digits = String(hash, radix: 16)
    let padding = String(repeating: "0", count: 16 - digits.count)
    return "\(files) files, \(bytes) bytes, fnv1a \(padding)\(digits)"
  }

  private mutating func add(_ values: some Sequence<UInt8>) {
    for value in values { hash = (hash ^ UInt64(value)) &* 0x0000_0100_0000_01B3 }
  }
}
