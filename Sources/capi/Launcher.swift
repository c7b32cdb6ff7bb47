#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The command itself: finds `libCapi` beside it or in `../lib`, and starts the program in it.
///
/// Everything lies in that one library, so that plugins and the program share each module. A
/// program that held the modules itself would not see what a plugin registers.
@main
struct Launcher {
  @MainActor
  static func main() async {
    let library = load()
    guard let symbol = dlsym(library, "capi_start") else {
      fail("\(name) has no function capi_start; install capi again")
    }
    unsafeBitCast(symbol, to: (@convention(c) () -> Void).self)()
    // The program ends the process with its exit code.
    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
  }

  #if os(macOS)
    private static let name = "libCapi.dylib"
  #else
    private static let name = "libCapi.so"
  #endif

  private static func load() -> UnsafeMutableRawPointer {
    let folder = executableFolder()
    var reasons: [String] = []
    for path in ["\(folder)/\(name)", "\(folder)/../lib/\(name)"] {
      guard access(path, R_OK) == 0 else { continue }
      if let library = dlopen(path, RTLD_LAZY | RTLD_GLOBAL) { return library }
      reasons.append(dlerror().map { String(cString: $0) } ?? path)
    }
    fail(
      reasons.first
        ?? "\(name) is neither in \(folder) nor in \(folder)/../lib; build or install capi again")
  }

  private static func executableFolder() -> String {
    #if os(Linux)
      let path = realpath("/proc/self/exe", nil)
    #else
      let path = realpath(CommandLine.arguments[0], nil)
    #endif
    defer { free(path) }
    let text = path.map { String(cString: $0) } ?? CommandLine.arguments[0]
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private static func fail(_ reason: String) -> Never {
    let text = "error: capi cannot start: \(reason)\n"
    _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    exit(1)
  }
}
