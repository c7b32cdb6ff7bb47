internal import HDF5

extension RunWriter {
  func writeProvenance() throws(HDF5Error) {
    let provenance = record.provenance
    let group = try root.createGroup("provenance")
    try group.write("argv", provenance.arguments)
    try group.writeEntries("env", provenance.environment)
    try group.writeEntries("versions", provenance.versions)

    let seeds = try group.createGroup("seeds")
    try seeds.write("name", provenance.seeds.map(\.name))
    try seeds.write("value", provenance.seeds.map(\.value))

    try group.write("host", provenance.host)
    try group.write("cpu", provenance.cpu)
    try group.write("gpu", provenance.gpu)
    try group.write("data_fingerprint", provenance.dataFingerprint)
    try group.write("git_commit", provenance.gitCommit)
    try group.write("git_diff", provenance.gitDiff)

    let attempts = try group.createGroup("attempts")
    try attempts.write("number", provenance.attempts.map(\.number))
    try attempts.write("started_utc", provenance.attempts.map(\.startedUTC))
    try attempts.write("ended_utc", provenance.attempts.map(\.endedUTC))
    try attempts.write("host", provenance.attempts.map(\.host))
    try attempts.write("process_id", provenance.attempts.map(\.processID))
    try attempts.write("first_step", provenance.attempts.map(\.firstStep))

    try group.writeEntries("entries", provenance.entries)
  }
}
