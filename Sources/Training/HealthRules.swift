public import CapiCore

/// When a training counts as collapsed: a metric stays below its floor.
public struct HealthRules: Sendable, Hashable {
  /// A metric by name, and the value below which it is unhealthy.
  public struct Floor: Sendable, Hashable {
    public var metric: String
    public var value: Double
    public var unit: String

    public init(metric: String, value: Double, unit: String) {
      self.metric = metric
      self.value = value
      self.unit = unit
    }
  }

  public var floors: [Floor]
  /// Steps in a row below a floor that end the training.
  public var patience: Int
  /// Steps at the beginning that are not looked at.
  public var warmup: Int

  public init(floors: [Floor] = [], patience: Int = 20, warmup: Int = 0) {
    self.floors = floors
    self.patience = max(1, patience)
    self.warmup = warmup
  }
}

/// How many steps in a row a metric has been below its floor.
public struct HealthCount: Sendable, Hashable {
  /// The metric's name.
  public var metric: String
  /// The floor, in the metric's unit.
  public var floor: Double
  /// Steps at the beginning that were not counted.
  public var warmup: Int
  /// Steps in a row below the floor.
  public var steps: Int

  public init(metric: String, floor: Double, warmup: Int, steps: Int) {
    self.metric = metric
    self.floor = floor
    self.warmup = warmup
    self.steps = steps
  }
}

/// Watches the metrics of a training as they are logged.
///
/// Its memory is the steps since each metric was last healthy, which checkpoints keep as ``counts``.
public struct HealthMonitor: Sendable {
  private let rules: HealthRules
  private var unhealthySteps: [Int]

  /// How often in a row each floor has been missed, in the order of the rules.
  public var counts: [HealthCount] {
    zip(rules.floors, unhealthySteps).map {
      HealthCount(metric: $0.metric, floor: $0.value, warmup: rules.warmup, steps: $1)
    }
  }

  public init(_ rules: HealthRules = HealthRules()) {
    self.rules = rules
    unhealthySteps = Array(repeating: 0, count: rules.floors.count)
  }

  /// Takes over what ``counts`` was after an earlier step.
  ///
  /// - Parameter counts: those of a floor or a warm-up that the rules do not have are passed over.
  public mutating func restore(_ counts: [HealthCount]) {
    for (place, floor) in rules.floors.enumerated() {
      let kept = counts.first {
        $0.metric == floor.metric && $0.floor == floor.value && $0.warmup == rules.warmup
      }
      if let kept { unhealthySteps[place] = kept.steps }
    }
  }

  /// Takes the metrics of a step in.
  ///
  /// - Parameters:
  ///   - step: from 0.
  ///   - values: what the step has logged; a metric that is not among them is healthy.
  /// - Returns: why the training has collapsed, or nil.
  public mutating func verdict(step: Int, _ values: [LoggedValue]) -> String? {
    verdict(step: step) { name in values.first { $0.metric.name == name }?.value }
  }

  /// The same, of metrics by name.
  ///
  /// - Parameters:
  ///   - step: from 0.
  ///   - value: the value of a metric; nil or NaN where it was not logged.
  /// - Returns: why the training has collapsed, or nil.
  public mutating func verdict(step: Int, _ value: (String) -> Double?) -> String? {
    guard step >= rules.warmup else { return nil }
    for (place, floor) in rules.floors.enumerated() {
      guard let value = value(floor.metric), value < floor.value else {
        unhealthySteps[place] = 0
        continue
      }
      unhealthySteps[place] += 1
      if unhealthySteps[place] >= rules.patience {
        let unit = floor.unit.isEmpty ? "" : " \(floor.unit)"
        return "\(floor.metric) was below \(floor.value)\(unit) for \(rules.patience) steps, "
          + "until step \(step)"
      }
    }
    return nil
  }
}
