internal import Store
internal import YAML

/// What has been read of a sweep and the files that it includes, all but the base experiment.
struct SweepParts {
  var question = ""
  var overrides: [Setting] = []
  var ablations: [SweepAxis] = []
  var grid: [GridFactor] = []
  var zips: [GridFactor] = []
  var list: [AxisValue] = []
  /// Entries of `exclude:`, looked at when all axes are known.
  var exclude: [(node: Node, path: KeyPathText)] = []
  var references: [ReferenceScore] = []
  var seeds: [Setting] = []
  var variables = SweepVariables()

  /// Every value there is, to be changed in place.
  mutating func changeValues(_ change: (inout AxisValue) -> Void) {
    for axis in ablations.indices {
      for value in ablations[axis].values.indices { change(&ablations[axis].values[value]) }
    }
    func changeFactors(_ factors: inout [GridFactor]) {
      for factor in factors.indices {
        for axis in factors[factor].axes.indices {
          for value in factors[factor].axes[axis].values.indices {
            change(&factors[factor].axes[axis].values[value])
          }
        }
      }
    }
    changeFactors(&grid)
    changeFactors(&zips)
    for value in list.indices { change(&list[value]) }
  }
}
