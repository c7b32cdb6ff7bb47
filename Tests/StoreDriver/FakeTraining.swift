import Foundation
import Store

/// The life of a run as `capi run` leads it, with a state of one number in place of a network.
struct FakeTraining {
  let folder: RunFolder
  let steps: Int64
  let checkpointEvery: Int64
  let sealEvery: Int64
  let acknowledgements: Acknowledgements?

  /// Begins the run or goes on with it, and ends it.
  func run() throws {
    try folder.create()
    let lease = try RunLease(folder)
    defer { lease.release() }
    try folder.removeTemporaries(holding: lease)
    var state: UInt64 = 1
    var first: Int64 = 0
    var refused: [Artifact] = []
    let log: RunLog
    if folder.hasRecord {
      let record = try Run.open(folder).record
      if record.header.state == .done { return }
      if let (step, restored) = try newestCheckpoint(record, refused: &refused) {
        (first, state) = (step + 1, restored)
      }
      log = try RunLog(
        continuing: folder, holding: lease,
        RunAttempt(
          number: 0, startedUTC: Timestamp.text(), host: "test",
          processID: Int64(ProcessInfo.processInfo.processIdentifier), firstStep: first))
    } else {
      log = try RunLog(beginning: beginning, in: folder, holding: lease)
    }
    acknowledgements?.say("begun")
    for artifact in refused {
      try log.refuse(
        artifact: artifact.path, movingTo: log.placeForRefused(artifact: artifact.path))
    }
    var kept: [String] = log.record.artifacts.map(\.path)
    for step in first..<max(first, steps) {
      state = Self.next(state)
      try log.append(
        to: "train", step: step, epoch: Double(step) / 10, wallTime: Double(step),
        [.init("loss", Self.loss(state)), .init("äcc", step % 3 == 0 ? .nan : Double(step))])
      acknowledgements?.say("row \(step)")
      if step % checkpointEvery == checkpointEvery - 1 {
        try checkpoint(step, state, log)
        acknowledgements?.say("checkpoint \(step)")
        kept.append("checkpoints/step-\(step).h5")
        if kept.count > 2 { try log.remove(artifacts: [kept.removeFirst()]) }
      }
      if step % sealEvery == sealEvery - 1 {
        try log.seal()
        acknowledgements?.say("seal \(step)")
      }
    }
    try log.end(.done, complete: true)
    acknowledgements?.say("done \(steps - 1)")
  }

  private var beginning: RunRecord {
    let utc = Timestamp.text()
    return RunRecord(
      header: RunHeader(
        runID: "faults", state: .running, createdUTC: utc, sealedUTC: utc, creatorVersion: "0"),
      provenance: Provenance(
        attempts: [RunAttempt(number: 0, startedUTC: utc, host: "test", processID: 0, firstStep: 0)]
      ))
  }

  private func checkpoint(_ step: Int64, _ state: UInt64, _ log: RunLog) throws {
    // Several pages, so that writing it can be torn.
    let values = (0..<2000).map { Int64(bitPattern: state &+ UInt64($0)) }
    let written = try TensorFile(
      attributes: [TensorAttribute("step", .integer(step))],
      arrays: [NamedArray("/state", shape: [values.count], values: .int64(values))]
    ).write(to: folder.checkpointPath(step: step))
    try log.add(
      Artifact(
        kind: "checkpoint", path: "checkpoints/step-\(step).h5", bytes: written.bytes,
        sha256: written.sha256, step: step))
  }

  /// The newest checkpoint that is as it was recorded; newer ones that are not are refused.
  private func newestCheckpoint(
    _ record: RunRecord, refused: inout [Artifact]
  ) throws -> (Int64, UInt64)? {
    for artifact in record.artifacts.sorted(by: { $0.step > $1.step }) {
      let path = "\(folder.path)/\(artifact.path)"
      guard let bytes = try? AtomicFile.read(path), Digest.sha256(bytes) == artifact.sha256,
        case .int64(let values) = try TensorFile.read(path).array("/state")?.values,
        let first = values.first
      else {
        refused.append(artifact)
        continue
      }
      return (artifact.step, UInt64(bitPattern: first))
    }
    return nil
  }

  static func next(_ state: UInt64) -> UInt64 {
    state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
  }

  static func loss(_ state: UInt64) -> Double { Double(state >> 11) / Double(1 << 53 as Int64) }
}

/// Says what the run may rely on from now on.
struct Acknowledgements {
  private let descriptor: Int32

  init(_ path: String) { descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644) }

  func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    guard write(descriptor, line, line.count) == line.count else {
      fatalError("no acknowledgement")
    }
  }
}
