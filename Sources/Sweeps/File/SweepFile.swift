public import YAML

/// A sweep as its file states it; see docs/sweeps.md for the grammar.
public struct SweepFile: Sendable, Equatable {
  /// The name of the file without folder and extension.
  public var name: String
  /// What the sweep is to find out; empty when the file does not say.
  public var question: String
  /// The file, byte for byte.
  public var text: String
  /// The tree of the base experiment: the named file with what it extends, or the inline mapping,
  /// with `overrides:` and the overrides of the command line applied.
  public var base: Node
  /// One-at-a-time axes, in the order of the file.
  public var axes: [AblationAxis]
  /// Seeds of every trial, in the order of the file; empty when the experiment's own seed is used.
  public var seeds: [Setting]
}
