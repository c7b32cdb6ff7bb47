import Foundation
import Store

// Times of the store, one measurement a call, for scripts/store-bench/run:
// `journal ROWS FOLDER`, `seal ROWS FOLDER`, `features MEGABYTES FILE`, `plain MEGABYTES FILE`.

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  let taken = (ContinuousClock.now - start).components
  return Double(taken.seconds) + Double(taken.attoseconds) * 1e-18
}

/// A row of 17 columns, as a training step logs.
func row(_ step: Int) -> [RunLog.Value] {
  (0..<17).map { .init("metric_\($0)", Double(step) / Double($0 + 1)) }
}

func log(_ path: String) throws -> RunLog {
  let folder = RunFolder(path)
  try folder.create()
  let utc = Timestamp.text()
  return try RunLog(
    beginning: RunRecord(
      header: RunHeader(
        runID: "bench", state: .running, createdUTC: utc, sealedUTC: utc, creatorVersion: "0"),
      provenance: Provenance(
        attempts: [
          RunAttempt(number: 0, startedUTC: utc, host: "bench", processID: 0, firstStep: 0)
        ])), in: folder, holding: RunLease(folder))
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let amount = Int(arguments[2]) else {
  fatalError("journal|seal|features|plain AMOUNT PATH")
}
let path = arguments[3]
switch arguments[1] {
case "journal":
  let log = try log(path)
  // The names are defined once, in the first row.
  try log.append(to: "train", step: 0, epoch: 0, wallTime: 0, row(0))
  let rows = (1...amount).map(row)
  var times: [Double] = []
  times.reserveCapacity(amount)
  for (index, values) in rows.enumerated() {
    times.append(
      try seconds {
        _ = try log.append(
          to: "train", step: Int64(index + 1), epoch: 0.5, wallTime: Double(index), values)
      })
  }
  times.sort()
  let mean = times.reduce(0, +) / Double(amount)
  print(mean * 1e6, times[amount / 2] * 1e6, times[amount * 99 / 100] * 1e6)
case "seal":
  let log = try log(path)
  for step in 0..<amount {
    try log.append(to: "train", step: Int64(step), epoch: 0, wallTime: 0, row(step))
  }
  print(try seconds { try log.seal() } * 1e3)
case "features":
  // 1 MiB an image: 16 × 16 patches of 1,024 channels.
  let layout = FeatureLayout(
    images: amount, rows: 16, columns: 16, channels: 1024, precision: .float32)
  let values = [Float](repeating: 0.5, count: layout.valuesPerImage * 16)
  let taken = try seconds {
    let writer = try FeatureWriter(path, layout: layout, about: [])
    while writer.nextImage < amount {
      let images = min(16, amount - writer.nextImage)
      try writer.append(
        FeatureBlock(
          values: .float32(images == 16 ? values : Array(values[..<(images << 18)])),
          indices: (0..<images).map { Int64(writer.nextImage + $0) }))
    }
    try writer.finish()
  }
  print(Double(amount << 20) / taken / 1e9)
case "plain":
  let values = [UInt8](repeating: 63, count: 16 << 20)
  let taken = seconds {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var left = amount << 20
    while left > 0 {
      let written = write(descriptor, values, min(left, values.count))
      guard written > 0 else { fatalError("cannot be written") }
      left -= written
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0 else { fatalError("cannot be flushed") }
  }
  print(Double(amount << 20) / taken / 1e9)
default: fatalError("journal|seal|features|plain AMOUNT PATH")
}
