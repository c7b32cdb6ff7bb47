public import Store
public import YAML

/// One thing that trials vary.
public struct SweepAxis: Sendable, Equatable {
  /// Name for tables and for `capi compare --by`. In the short form it is the key that is set.
  public var name: String
  /// Whether the values were written in the short form, so that `name` is a key.
  public var isKey: Bool
  public var values: [AxisValue]
  public var location: Location
}

/// One value of an axis.
public struct AxisValue: Sendable, Equatable {
  /// What tables call it.
  public var label: String
  /// The value as JSON text: of the value itself in the short form, of the label otherwise.
  public var json: String
  /// What it sets in the base experiment, in order.
  public var settings: [Setting]
  /// Published scores of this value.
  public var references: [ReferenceScore] = []
  /// What `needs:` lists.
  var needs: [Need] = []
  /// What has not been given and this value needs, as arguments of the command line: the value is
  /// off while there is any.
  public var missing: [String] = []
  public var location: Location

  /// A variable or a key of the experiment that must be given.
  struct Need: Sendable, Equatable {
    var name: String
    var location: Location
  }
}

/// Axes whose values go together: the first values of all make one point, and so on. A factor of
/// the product that `grid:` and `zip:` make; a plain axis of a grid is a factor on its own.
public struct GridFactor: Sendable, Equatable {
  /// At least one; all have as many values as the first.
  public var axes: [SweepAxis]

  public var count: Int { axes.first?.values.count ?? 0 }
}

/// One entry of `exclude:`.
public struct Exclusion: Sendable, Equatable {
  /// Of all these axes a trial must have chosen one of the values.
  public var conditions: [Condition]
  public var location: Location

  /// An axis and the values, as labels, that the exclusion is about.
  public struct Condition: Sendable, Equatable {
    public var axis: String
    public var labels: Set<String>
  }

  /// `- base`: the base itself is not run.
  public var isBase: Bool { conditions.isEmpty }
}
