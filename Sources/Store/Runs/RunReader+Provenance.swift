internal import HDF5

extension RunReader {
  func readProvenance() throws(HDF5Error) -> Provenance {
    let group = try root.group("provenance")
    return Provenance(
      arguments: try group.texts("argv"), environment: try group.entries("env"),
      versions: try group.entries("versions"), seeds: try readSeeds(group.group("seeds")),
      host: try group.text("host"), cpu: try group.text("cpu"), gpu: try group.text("gpu"),
      dataFingerprint: try group.text("data_fingerprint"),
      gitCommit: try group.text("git_commit"), gitDiff: try group.text("git_diff"),
      attempts: try readAttempts(group.group("attempts")), entries: try group.entries("entries"))
  }

  private func readSeeds(_ group: Group) throws(HDF5Error) -> [NamedSeed] {
    let names = try group.texts("name")
    let values: [Int64] = try group.list("value")
    try group.requireRows(names.count, [("value", values.count)])
    return zip(names, values).map { NamedSeed($0, $1) }
  }

  private func readAttempts(_ group: Group) throws(HDF5Error) -> [RunAttempt] {
    let numbers: [Int64] = try group.list("number")
    let started = try group.texts("started_utc")
    let ended = try group.texts("ended_utc")
    let hosts = try group.texts("host")
    let processes: [Int64] = try group.list("process_id")
    let steps: [Int64] = try group.list("first_step")
    try group.requireRows(
      numbers.count,
      [
        ("started_utc", started.count), ("ended_utc", ended.count), ("host", hosts.count),
        ("process_id", processes.count), ("first_step", steps.count),
      ])
    return numbers.indices.map { row in
      RunAttempt(
        number: numbers[row], startedUTC: started[row], endedUTC: ended[row], host: hosts[row],
        processID: processes[row], firstStep: steps[row])
    }
  }
}
