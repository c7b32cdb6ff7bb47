internal import HDF5

extension RunWriter {
  /// `/probes_superseded/<attempt>/`, laid out as `/probes`; nothing where there is none.
  func writeSupersededProbes() throws(HDF5Error) {
    guard !record.supersededProbes.isEmpty else { return }
    let all = try root.createGroup("probes_superseded")
    for superseded in record.supersededProbes {
      try writeProbes(superseded.results, in: all.createGroup(String(superseded.attempt)))
    }
  }

  /// `<name>/<subject>/<step>/`: one group for each result.
  func writeProbes(_ results: [ProbeResult], in probes: Group) throws(HDF5Error) {
    for (position, result) in results.enumerated() {
      let name = try probes.groupMadeIfMissing(result.name)
      let subject = try name.groupMadeIfMissing(result.subject)
      let group = try subject.createGroup(String(result.step))
      try group.attributes.set("position", Int64(position))
      try write(result, to: group)
    }
  }

  private func write(_ result: ProbeResult, to group: Group) throws(HDF5Error) {
    let scores = try group.createGroup("scores")
    try scores.write("name", result.scores.map(\.name))
    try scores.write("value", result.scores.map(\.value))
    try scores.write("units", result.scores.map(\.unit))
    try scores.write("direction", result.scores.map(\.direction.rawValue))

    let grid = try group.createGroup("grid")
    try grid.write("validation_score", result.grid.validationScores)
    let settings = try grid.createGroup("settings")
    for column in result.grid.columns {
      try settings.write(column.name, column.values)
    }

    try group.writeEntries("chosen", result.chosen)
    if let confusion = result.confusion {
      try group.write(
        "confusion", confusion.flatMap { $0 },
        shape: [confusion.count, confusion.first?.count ?? 0]
      )
    }
    try group.write("class_name", result.classNames)
    try group.write("ignored_label", result.ignoredLabels)
  }
}

extension Group {
  /// The group of that name, made where there is none.
  func groupMadeIfMissing(_ name: String) throws(HDF5Error) -> Group {
    try contains(name) ? try group(name) : try createGroup(name)
  }

  /// A table of names and values, both text.
  func writeEntries(_ name: String, _ entries: [TextEntry]) throws(HDF5Error) {
    let table = try createGroup(name)
    try table.write("name", entries.map(\.key))
    try table.write("value", entries.map(\.text))
  }
}
