internal import HDF5

extension RunReader {
  /// - Parameters:
  ///   - probes: holds `<name>/<subject>/<step>/`.
  ///   - scoresOnly: leaves grids, confusion matrices and the rest of each result empty.
  func readProbes(
    _ probes: Group, scoresOnly: Bool = false
  ) throws(HDF5Error) -> [ProbeResult] {
    var found: [(position: Int64, result: ProbeResult)] = []
    for name in try probes.names() {
      let subjects = try probes.group(name)
      for subject in try subjects.names() {
        let steps = try subjects.group(subject)
        for step in try steps.names() {
          let group = try steps.group(step)
          guard let number = Int64(step) else {
            throw HDF5Error(
              code: .damaged, file: "", object: group.path, reason: "its name is not a step")
          }
          let result =
            scoresOnly
            ? ProbeResult(
              name: name, subject: subject, step: number,
              scores: try readScores(group.group("scores")))
            : try readProbe(name: name, subject: subject, step: number, from: group)
          found.append((try group.attributes.value("position"), result))
        }
      }
    }
    return found.sorted { $0.position < $1.position }.map(\.result)
  }

  private func readProbe(
    name: String, subject: String, step: Int64, from group: Group
  ) throws(HDF5Error) -> ProbeResult {
    ProbeResult(
      name: name, subject: subject, step: step, scores: try readScores(group.group("scores")),
      grid: try readGrid(group.group("grid")), chosen: try group.entries("chosen"),
      confusion: try group.contains("confusion") ? try readConfusion(group) : nil,
      classNames: try group.texts("class_name"), ignoredLabels: try group.list("ignored_label"))
  }

  private func readScores(_ group: Group) throws(HDF5Error) -> [ProbeScore] {
    let names = try group.texts("name")
    let values: [Double] = try group.list("value")
    let units = try group.texts("units")
    let directions = try group.texts("direction")
    try group.requireRows(
      names.count,
      [("value", values.count), ("units", units.count), ("direction", directions.count)])
    var scores: [ProbeScore] = []
    for row in names.indices {
      scores.append(
        ProbeScore(
          name: names[row], value: values[row], unit: units[row],
          direction: try group.oneOf(directions[row], Direction.self, in: "direction")))
    }
    return scores
  }

  private func readGrid(_ group: Group) throws(HDF5Error) -> HyperparameterGrid {
    var grid = HyperparameterGrid(validationScores: try group.list("validation_score"))
    let settings = try group.group("settings")
    for child in try settings.names() {
      let values = try settings.texts(child)
      try settings.requireRows(grid.rowCount, [(child, values.count)])
      grid.columns.append(HyperparameterGrid.Column(name: child, values: values))
    }
    return grid
  }

  private func readConfusion(_ group: Group) throws(HDF5Error) -> [[Int64]] {
    let dataset = try group.dataset("confusion")
    let shape = try dataset.shape()
    guard shape.count == 2, try dataset.storedType() == ElementType.int64.storedType else {
      throw dataset.mismatch("it has the shape \(shape) where the schema has int64 in rows")
    }
    let counts: [Int64] = try dataset.read()
    return (0..<shape[0]).map { row in Array(counts[row * shape[1]..<(row + 1) * shape[1]]) }
  }
}

extension Group {
  /// A table of names and values, both text.
  func entries(_ name: String) throws(HDF5Error) -> [TextEntry] {
    let table = try group(name)
    let names = try table.texts("name")
    let values = try table.texts("value")
    try table.requireRows(names.count, [("value", values.count)])
    return zip(names, values).map { TextEntry($0, $1) }
  }
}
