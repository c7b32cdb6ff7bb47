extension MetricStream {
  /// One row in place of all: its last step, and the last value of each metric that is not NaN.
  var lastValues: MetricStream {
    guard rowCount > 1 else { return self }
    var last = row(rowCount - 1)
    for (place, column) in columns.enumerated() {
      last.columns[place].values = [column.values.last { !$0.isNaN } ?? .nan]
    }
    return last
  }

  /// Adds a row in which no metric has a value yet.
  mutating func appendEmptyRow(step: Int64, epoch: Double, wallTime: Double, attempt: Int64) {
    steps.append(step)
    epochs.append(epoch)
    wallTimes.append(wallTime)
    attempts.append(attempt)
    for column in columns.indices { columns[column].values.append(.nan) }
  }

  /// Takes all rows of a step and later ones out.
  ///
  /// - Returns: the rows by the attempt that made them, in the order of attempts.
  mutating func removeRows(from step: Int64) -> [(attempt: Int64, rows: MetricStream)] {
    var taken: [(attempt: Int64, rows: MetricStream)] = []
    for attempt in Set(zip(attempts, steps).filter { $0.1 >= step }.map(\.0)).sorted() {
      taken.append((attempt, rows { steps[$0] >= step && attempts[$0] == attempt }))
    }
    if !taken.isEmpty { self = rows { steps[$0] < step } }
    return taken
  }

  /// Adds the rows of another stream; columns are matched by name.
  mutating func append(_ other: MetricStream) {
    let before = rowCount
    for column in other.columns where self.column(column.name) == nil {
      var empty = column
      empty.values = [Double](repeating: .nan, count: before)
      columns.append(empty)
    }
    steps += other.steps
    epochs += other.epochs
    wallTimes += other.wallTimes
    attempts += other.attempts
    for index in columns.indices {
      columns[index].values +=
        other.column(columns[index].name)?.values
        ?? [Double](repeating: .nan, count: other.rowCount)
    }
  }

  /// The stream with one of its rows alone.
  func row(_ index: Int) -> MetricStream {
    MetricStream(
      name: name, steps: [steps[index]], epochs: [epochs[index]], wallTimes: [wallTimes[index]],
      attempts: [attempts[index]],
      columns: columns.map { column in
        var column = column
        column.values = [column.values[index]]
        return column
      })
  }

  /// The rows that `isWanted` says, by their positions.
  func rows(where isWanted: (Int) -> Bool) -> MetricStream {
    let wanted = steps.indices.filter(isWanted)
    return MetricStream(
      name: name, steps: wanted.map { steps[$0] }, epochs: wanted.map { epochs[$0] },
      wallTimes: wanted.map { wallTimes[$0] }, attempts: wanted.map { attempts[$0] },
      columns: columns.map { column in
        var column = column
        let values = column.values
        column.values = wanted.map { values[$0] }
        return column
      })
  }
}

extension MetricColumn {
  /// Whether the quantity measures time (its unit is "s" or "…/s"), and so differs each time.
  public var measuresTime: Bool { unit == "s" || unit.hasSuffix("/s") }
}
