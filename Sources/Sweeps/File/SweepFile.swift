public import Store
public import YAML

/// A sweep as its file states it; see docs/sweeps.md for the grammar.
public struct SweepFile: Sendable, Equatable {
  /// The name of the file without folder and extension.
  public var name: String
  /// What the sweep is to find out; empty when the file does not say.
  public var question: String
  /// The file, byte for byte.
  public var text: String
  /// Changes that the command line made, as `dotted.key=value`.
  public var arguments: [String] = []
  /// The tree of the base experiment: the named file with what it extends, or the inline mapping,
  /// with `overrides:` and the overrides of the command line applied.
  public var base: Node
  /// Axes whose values depart from the base one at a time, in the order of the file.
  public var ablations: [SweepAxis]
  /// Factors of the product: each axis of `grid:`, then each group of `zip:`.
  public var grid: [GridFactor]
  /// Departures written one by one; they belong to the axis ``listAxis``.
  public var list: [AxisValue]
  public var exclusions: [Exclusion]
  /// Published scores of the base.
  public var references: [ReferenceScore]
  /// Seeds of every trial, in the order of the file; empty when the experiment's own seed is used.
  public var seeds: [Setting]

  /// The name of the axis that entries of `list:` are values of.
  public static let listAxis = "list"

  /// All axes in the order of the table: ablations, grid, zip, list. An axis that is in two
  /// sections stands once, with the values of both.
  public var axes: [SweepAxis] {
    var axes: [SweepAxis] = []
    for axis in ablations + grid.flatMap(\.axes) + listed {
      guard let place = axes.firstIndex(where: { $0.name == axis.name }) else {
        axes.append(axis)
        continue
      }
      for value in axis.values where !axes[place].values.contains(where: { $0.json == value.json })
      {
        axes[place].values.append(value)
      }
    }
    return axes
  }

  private var listed: [SweepAxis] {
    guard let first = list.first else { return [] }
    return [
      SweepAxis(name: Self.listAxis, isKey: false, values: list, location: first.location)
    ]
  }
}
