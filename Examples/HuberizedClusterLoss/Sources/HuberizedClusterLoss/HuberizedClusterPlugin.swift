import CPluginABI
import CapiCore

/// Both components, under one origin.
public struct HuberizedClusterPlugin: Plugin {
  public init() {}

  public var name: String { "huberized-cluster-loss" }
  public var version: String { "1.0.0" }

  public func register(in registry: inout Registry) throws {
    try registry.register(HuberizedClusterLoss.self)
    try registry.register(StripesMasking.self)
  }
}

// What an installed capi looks for in the library. The stamp says which interface and compiler it
// was built with; capi compares it before it calls any Swift.

@_cdecl("capi_plugin_stamp")
public func capiPluginStamp() -> UnsafePointer<CChar>? { capi_plugin_abi_stamp() }

@_cdecl("capi_plugin_make")
public func capiPluginMake() -> UnsafeMutableRawPointer {
  PluginHandle.retained(HuberizedClusterPlugin())
}
