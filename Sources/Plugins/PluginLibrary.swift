import CPluginABI
public import CapiCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A dynamic library that holds a plugin. Once loaded it stays: its types may be in use anywhere.
public struct PluginLibrary {
  /// What a plugin exports: `const char *capi_plugin_stamp(void)`.
  static let stampFunction = "capi_plugin_stamp"
  /// What a plugin exports: `void *capi_plugin_make(void)`, see ``PluginHandle``.
  static let makeFunction = "capi_plugin_make"

  public let path: String
  public let plugin: any Plugin

  /// The interface and compiler of this program.
  public static var stamp: String { String(cString: capi_plugin_abi_stamp()) }

  /// Loads a library. Its stamp is compared before any Swift of it is called.
  ///
  /// - Parameter path: absolute. The library's initialisers run, so it must be one that the user
  ///   has chosen.
  /// - Throws: ``PluginError``.
  public init(_ path: String) throws(PluginError) {
    self.path = path
    guard access(path, R_OK) == 0 else { throw .noFile(path: path) }
    // Every symbol is looked up now: what is missing is an error here and no crash later.
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .notLoadable(path: path, reason: dlerror().map { String(cString: $0) } ?? "no reason")
    }
    typealias StampFunction = @convention(c) () -> UnsafePointer<CChar>?
    typealias MakeFunction = @convention(c) () -> UnsafeMutableRawPointer?
    let stamp = unsafeBitCast(
      try Self.function(Self.stampFunction, of: handle, path), to: StampFunction.self)
    let found = stamp().map { String(cString: $0) } ?? ""
    guard found == Self.stamp else {
      throw .otherInterface(path: path, found: found, needed: Self.stamp)
    }
    let make = unsafeBitCast(
      try Self.function(Self.makeFunction, of: handle, path), to: MakeFunction.self)
    guard let pointer = make(), let taken = PluginHandle.taken(from: pointer) else {
      throw .ownCopy(path: path)
    }
    plugin = taken.plugin
    guard Self.isName(plugin.name) else { throw .malformedName(path: path, name: plugin.name) }
  }

  private static func function(
    _ name: String, of handle: UnsafeMutableRawPointer, _ path: String
  ) throws(PluginError) -> UnsafeMutableRawPointer {
    guard let function = dlsym(handle, name) else {
      throw .missingFunction(path: path, name: name)
    }
    return function
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (97...122).contains(first) else { return false }
    return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}
