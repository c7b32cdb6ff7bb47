import Foundation
import HDF5
import Store
import Testing

@Suite struct SweepStoreTests {
  private func makeSweep(_ scratch: ScratchFolder) throws -> SweepFolder {
    let sweep = SweepFolder("\(scratch.path)/sweep")
    try sweep.create()
    return sweep
  }

  @Test func thePlanComesBack() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    #expect(!sweep.hasSpecification)
    try SweepStore.write(Sample.specification, to: sweep)
    #expect(sweep.hasSpecification)
    #expect(try SweepStore.readSpecification(sweep) == Sample.specification)
    #expect(try scratch.names(in: sweep.path) == ["runs", "sweep.json"])
  }

  @Test func thePlanNeverChanges() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    try SweepStore.write(Sample.specification, to: sweep)
    try SweepStore.write(Sample.specification, to: sweep)
    var other = Sample.specification
    other.name = "other"
    #expect(
      message { try SweepStore.write(other, to: sweep) }
        == "\(sweep.specificationPath): holds the plan of another sweep, and plans never change; "
        + "use another folder")
    #expect(try SweepStore.readSpecification(sweep) == Sample.specification)
    #expect(try scratch.names(in: sweep.path) == ["runs", "sweep.json"])
  }

  @Test func aPlanMayBeDescribedAnew() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    try SweepStore.write(Sample.specification, to: sweep)
    var reworded = Sample.specification
    reworded.yaml = "# another comment"
    reworded.createdUTC = "later"
    reworded.trials[0].references.removeAll()
    try SweepStore.redescribe(reworded, in: sweep)
    reworded.createdUTC = Sample.specification.createdUTC
    #expect(try SweepStore.readSpecification(sweep) == reworded)
    reworded.trials[0].id = "another"
    #expect(
      message { try SweepStore.redescribe(reworded, in: sweep) }
        == "\(sweep.specificationPath): holds the plan of another sweep, and plans never change; "
        + "use another folder")
  }

  @Test func plansOfVersionOneAreRead() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    _ = try scratch.write(
      Array(
        #"""
        {"format":"capi-sweep","schema_version":1,"min_reader_version":1,"specification":{
        "sweep_id":"s","name":"n","created_utc":"","creator_version":"","yaml":"",
        "base_configuration":"","axes":["a"],"trials":[{"id":"t","number":0,"label":"base",
        "axis_values":["1"],"seed":0,"overrides":[],"configuration_sha256":""}]}}
        """#.utf8), "sweep/sweep.json")
    let found = try SweepStore.readSpecification(sweep)
    #expect(found.axisRecords.isEmpty)
    #expect(found.trials[0].references.isEmpty)
    #expect(found.trials[0].axisValues == ["1"])
  }

  @Test func aPlanThatIsNoneSaysWhy() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    func reading(_ text: String) throws -> String {
      _ = try scratch.write(Array(text.utf8), "sweep/sweep.json")
      return message { try SweepStore.readSpecification(sweep) }
        .replacing(sweep.specificationPath, with: "sweep.json")
    }
    #expect(
      try reading("{")
        == "sweep.json: is not the plan of a sweep: it is no JSON that says "
        + "\"format\": \"capi-sweep\"")
    #expect(
      try reading(#"{"format":"capi-sweep","schema_version":9,"min_reader_version":4}"#)
        == "sweep.json: was written with schema version 9, which needs a reader of version 4 or "
        + "later; this program reads up to version 2: use a newer one")
    #expect(
      try reading(
        #"{"format":"capi-sweep","schema_version":1,"min_reader_version":1,"specification":{}}"#)
        == "sweep.json: is not a whole plan: specification has no \"sweep_id\"")
  }

  @Test func theIndexIsDerivedFromPlanAndRuns() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    try SweepStore.write(Sample.specification, to: sweep)
    for id in ["base-0", "huber-0"] { try sweep.run(id).create() }
    var record = Sample.record
    record.header.stateReason = "done"
    try RunStore.write(record, to: sweep.run("base-0"))
    record.header.state = .running
    record.probes.removeAll()
    try RunStore.write(record, to: sweep.run("huber-0"))

    let index = try SweepIndex.derive(from: sweep)
    #expect(index.axes == ["loss.name", "loss.distance"])
    #expect(index.trials.map(\.id) == ["base-0", "huber-0", "gone-0"])
    #expect(index.trials.map(\.state) == [.done, .interrupted, .planned])
    #expect(
      index.trials.map(\.reason)
        == ["done", "its process ended before the run did; the next start goes on", ""])
    #expect(index.trials.map(\.lastStep) == [30, 30, -1])
    let miou = try #require(index.scores.first { $0.name == "mIoU" && $0.subject == "teacher" })
    #expect(miou.values.first == 26.6)
    #expect(miou.values.dropFirst().allSatisfy { $0.isNaN })
    #expect(miou.unit == "%")
    #expect(index.values(ofAxis: "loss.distance") == ["\"base\"", "\"huber\"", "\"gone\""])
    #expect(index.values(ofAxis: "none") == nil)
    #expect(index.axisRecords == Sample.specification.axisRecords)
    #expect(index.trials[1].references == Sample.specification.trials[1].references)
    #expect(!index.trials[1].references.isEmpty)

    try SweepStore.write(index, to: sweep)
    #expect(try SweepStore.readIndex(sweep) == index)
    let links = try File.open(sweep.indexPath).root.group("runs")
    #expect(try links.children().map(\.name) == ["base-0", "huber-0"])
    #expect(
      try links.group("base-0/metrics/train").dataset("step").read(Int64.self) == [10, 20, 30])
  }

  @Test func aHeldRunIsRunningAndABrokenOneFailed() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    try SweepStore.write(Sample.specification, to: sweep)
    for id in ["base-0", "huber-0"] { try sweep.run(id).create() }
    let lease = try RunLease(sweep.run("base-0"))
    _ = try scratch.write([1, 2], "sweep/runs/huber-0/run.h5")
    let index = try SweepIndex.derive(from: sweep)
    #expect(index.trials.map(\.state) == [.running, .failed, .planned])
    #expect(
      index.trials[1].reason
        == "\(sweep.run("huber-0").recordPath): is cut short: it has 2 bytes and no seal")
    lease.release()
  }

  @Test func anEmptyIndexComesBack() throws {
    let scratch = try ScratchFolder()
    let sweep = try makeSweep(scratch)
    let index = SweepIndex(sweepID: "s", name: "n", axes: ["a"])
    try SweepStore.write(index, to: sweep)
    #expect(try SweepStore.readIndex(sweep) == index)
  }
}
