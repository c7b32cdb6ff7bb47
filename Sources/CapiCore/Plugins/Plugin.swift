/// Components of a third party, in one library.
///
/// ```swift
/// struct MyPlugin: Plugin {
///   var name: String { "my-losses" }
///   var version: String { "1.2.0" }
///   func register(in registry: inout Registry) throws { try registry.register(MyLoss.self) }
/// }
/// ```
///
/// A program of one's own hands it to `CapiProgram.main(plugins:)`. A dynamic library exports the
/// two C functions of docs/writing-a-component.md, and an installed `capi` loads it.
public protocol Plugin: Sendable {
  /// Shown as the origin of its components; lower-case letters, digits and hyphens.
  var name: String { get }
  /// Kept in the records of runs.
  var version: String { get }

  /// Registers the components, as many as there are.
  ///
  /// - Throws: ``RegistryError`` of a registration; the program then ends with its message.
  func register(in registry: inout Registry) throws
}

/// A plugin on its way through a C function.
public final class PluginHandle: Sendable {
  public let plugin: any Plugin

  private init(_ plugin: any Plugin) { self.plugin = plugin }

  /// The pointer that a library's `capi_plugin_make` returns; the program that loads it owns it.
  public static func retained(_ plugin: any Plugin) -> UnsafeMutableRawPointer {
    Unmanaged.passRetained(PluginHandle(plugin)).toOpaque()
  }

  /// The handle behind such a pointer; `nil` where the library carries its own copy of `capi`.
  public static func taken(from pointer: UnsafeMutableRawPointer) -> PluginHandle? {
    Unmanaged<AnyObject>.fromOpaque(pointer).takeRetainedValue() as? PluginHandle
  }
}
