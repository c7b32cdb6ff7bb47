/// Why a library was not used as a plugin.
public enum PluginError: Error, Sendable, Equatable {
  case noFile(path: String)
  /// The system could not load it.
  case notLoadable(path: String, reason: String)
  case missingFunction(path: String, name: String)
  /// It was built with another interface or compiler.
  case otherInterface(path: String, found: String, needed: String)
  /// It holds a second copy of this program's modules.
  case ownCopy(path: String)
  case malformedName(path: String, name: String)
  /// The plugin itself failed.
  case refused(path: String, name: String, reason: String)
  /// A file asks for plugins that the command line does not allow.
  case notAllowed(file: String, plugins: [String])
}

extension PluginError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noFile(let path): "\(path): there is no such plugin"
    case .notLoadable(let path, let reason):
      "\(path): cannot be loaded: \(reason). Where a symbol is missing, the plugin was built against "
        + "another capi: build it again against this one"
    case .missingFunction(let path, let name):
      "\(path): is no plugin of capi: it exports no function '\(name)' "
        + "(docs/writing-a-component.md)"
    case .otherInterface(let path, let found, let needed):
      "\(path): was built for '\(found)', but this program needs '\(needed)'; build the plugin "
        + "again with the compiler and the sources of this capi"
    case .ownCopy(let path):
      "\(path): carries its own copy of capi, so that its components would be lost; let it depend "
        + "on the product Capi, which is a dynamic library"
    case .malformedName(let path, let name):
      "\(path): the plugin calls itself '\(name)'; a name has lower-case letters, digits and "
        + "hyphens, and begins with a letter"
    case .refused(let path, let name, let reason):
      "\(path.isEmpty ? "plugin" : path + ": the plugin") '\(name)' could not register its "
        + "components: \(reason)"
    case .notAllowed(let file, let plugins):
      "\(file) asks for code to be loaded: \(plugins.joined(separator: ", ")). If you trust it, "
        + "pass --allow-plugins"
    }
  }
}
