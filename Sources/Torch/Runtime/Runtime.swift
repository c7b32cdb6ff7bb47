import Foundation
import CTorch

/// libtorch itself: its version, devices and threads.
public enum Runtime {
  /// Prepares libtorch; call it first in `main`, before any tensor is made. Idempotent.
  ///
  /// It asks MKL for matrix products whose bits do not depend on the number of threads, so that a
  /// trial gives the same numbers whatever share of the machine it runs on.
  public static func start() { ctorch_startup() }

  /// The version of the library in use, for example `2.13.0`.
  public static var version: String {
    guard let text = try? configuration,
      let start = text.range(of: "TORCH_VERSION=")?.upperBound
    else { return "unknown" }
    return String(text[start...].prefix { $0.isNumber || $0 == "." })
  }

  /// The version of the headers that the shim was compiled against.
  public static var headerVersion: String { String(cString: ctorch_header_version()) }

  /// How the library in use was built; several lines.
  public static var configuration: String {
    get throws(TorchError) {
      var text: UnsafeMutablePointer<CChar>?
      try check("configuration") { ctorch_configuration(&text, $0) }
      defer { ctorch_string_free(text) }
      return text.map { String(cString: $0) } ?? ""
    }
  }

  /// Threads that one operation may use.
  public static var threads: Int { Int(ctorch_threads()) }

  /// Sets ``threads`` for operations called on this thread. Call it from the thread that trains.
  public static func setThreads(_ count: Int) { ctorch_set_threads(Int32(clamping: count)) }

  /// From now on operations called on the current thread run on it alone (loader threads).
  public static func useOneThreadHere() { ctorch_use_one_thread_here() }

  public static var cudaDeviceCount: Int { Int(ctorch_cuda_device_count()) }
}
