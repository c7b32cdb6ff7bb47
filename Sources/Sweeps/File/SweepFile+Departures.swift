/// One point of a sweep beside its base: the values it has chosen.
struct Departure: Sendable {
  /// A value and the name of its axis.
  struct Choice: Sendable {
    var axis: String
    var value: AxisValue
  }

  var choices: [Choice]

  /// "loss=direct", or "loss=direct, masking.ratio=0.9".
  var label: String {
    choices.map { "\($0.axis)=\($0.value.label)" }.joined(separator: ", ")
  }

  var settings: [Setting] { choices.flatMap(\.value.settings) }

  /// What must be given before it can be run.
  var missing: [String] { choices.flatMap(\.value.missing) }

  func matches(_ exclusion: Exclusion) -> Bool {
    !exclusion.isBase
      && exclusion.conditions.allSatisfy { condition in
        choices.contains {
          $0.axis == condition.axis && condition.labels.contains($0.value.label)
        }
      }
  }
}

extension SweepFile {
  /// All departures in the order of the plan, excluded ones left out: ablations value by value,
  /// the product of the grid with its last factor running fastest, then the list.
  var departures: [Departure] {
    everyDeparture.filter { departure in !exclusions.contains { departure.matches($0) } }
  }

  /// Also the excluded ones.
  var everyDeparture: [Departure] {
    let single = ablations.flatMap { axis in
      axis.values.map { Departure(choices: [.init(axis: axis.name, value: $0)]) }
    }
    let listed = list.map { Departure(choices: [.init(axis: Self.listAxis, value: $0)]) }
    return single + product + listed
  }

  private var product: [Departure] {
    guard !grid.isEmpty else { return [] }
    return grid.reduce([Departure(choices: [])]) { points, factor in
      points.flatMap { point in
        (0..<factor.count).map { place in
          Departure(
            choices: point.choices
              + factor.axes.map { .init(axis: $0.name, value: $0.values[place]) })
        }
      }
    }
  }

  /// Points of the product, without making them.
  var productCount: Int {
    grid.isEmpty ? 0 : grid.reduce(1) { $0.multipliedReportingOverflow(by: $1.count).0 }
  }
}
