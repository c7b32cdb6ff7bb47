/// The settings a probe tried on its validation split, as a table with one row a setting.
public struct HyperparameterGrid: Sendable, Equatable {
  /// One hyper-parameter: its name, and its value in each row as text.
  public struct Column: Sendable, Equatable {
    public var name: String
    public var values: [String]

    public init(name: String, values: [String]) {
      self.name = name
      self.values = values
    }
  }

  public var columns: [Column]
  /// Score of each row on the validation split, in the unit of the probe's first score.
  public var validationScores: [Double]

  public init(columns: [Column] = [], validationScores: [Double] = []) {
    self.columns = columns
    self.validationScores = validationScores
  }

  public var rowCount: Int { validationScores.count }

  /// Equality by bits: NaN equals the same NaN, 0.0 differs from -0.0.
  public static func == (left: HyperparameterGrid, right: HyperparameterGrid) -> Bool {
    left.columns == right.columns
      && left.validationScores.hasSameBits(as: right.validationScores)
  }
}
