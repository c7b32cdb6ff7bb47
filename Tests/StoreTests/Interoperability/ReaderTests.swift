import Foundation
import HDF5
import Store
import Testing

/// Other programs find in a file, bit by bit, what was written.
@Suite(.serialized) struct ReaderTests {
  /// Expected values of one file, for `readers.py`.
  struct Manifest: Encodable {
    struct Numbers: Encodable {
      var path: String
      var dtype: String
      var shape: [Int]
      var file: String
    }
    struct Texts: Encodable {
      var path: String
      var values: [String]
    }
    var numbers: [Numbers] = []
    var texts: [Texts] = []

    mutating func add<E: Element>(
      _ path: String, _ values: [E], shape: [Int]? = nil, in folder: ScratchFolder
    ) throws {
      let dtype =
        switch E.elementType {
        case .float16: "<f2"
        case .float32: "<f4"
        case .float64: "<f8"
        case .int64: "<i8"
        case .int32: "<i4"
        case .uint8: "|u1"
        }
      let name = "expected-\(numbers.count).bin"
      try values.withUnsafeBytes { bytes in
        _ = try folder.write(Array(bytes), name)
      }
      numbers.append(
        Numbers(path: path, dtype: dtype, shape: shape ?? [values.count], file: name))
    }

    var count: Int {
      texts.reduce(0) { $0 + $1.values.count }
        + numbers.reduce(0) { $0 + $1.shape.reduce(1, *) }
    }
  }

  static let everyReader = [
    "h5py", "pandas", "netCDF4", "xarray", "xarray-h5netcdf", "h5netcdf", "h5dump",
  ]
  static let without = Comment(
    rawValue: "no Python at \(Outside.python); run scripts/bootstrap or set CAPI_PYTHON")

  /// Runs the comparison; what it printed.
  private func compare(
    _ reader: String, _ file: String, _ manifest: Manifest, _ folder: ScratchFolder
  )
    throws -> String
  {
    let list = "\(folder.path)/manifest.json"
    try JSONEncoder().encode(manifest).write(to: URL(fileURLWithPath: list))
    let script = Outside.package.appending(path: "Tests/StoreTests/Interoperability/readers.py")
      .path
    return try Outside.run(Outside.python, [script, reader, file, list], in: folder.path)
  }

  /// Whether the machine has what a reader needs.
  private func isThere(_ reader: String) -> Bool { reader != "h5dump" || Outside.hasH5dump }

  static func stream(_ name: String, rows: Int) -> MetricStream {
    var stream = MetricStream(name: name)
    var (losses, gradients): ([Double], [Double]) = ([], [])
    for row in 0..<rows {
      stream.steps.append(Int64(row))
      stream.epochs.append(Double(row) / 7)
      stream.wallTimes.append(Double(row))
      stream.attempts.append(0)
      losses.append(row % 5 == 3 ? Double.nan : 1 / Double(row + 1))
      gradients.append(row % 3 == 0 ? -0.0 : Double.infinity)
    }
    stream.columns = [
      MetricColumn(
        name: "loss", values: losses, unit: "nat", longName: "prediction loss", direction: .lower),
      MetricColumn(name: "grad ∇ naïve", values: gradients, direction: .none),
    ]
    return stream
  }

  @Test(.enabled(if: Outside.hasPython, without), arguments: everyReader)
  func runs(reader: String) throws {
    guard isThere(reader) else { return }
    let scratch = try ScratchFolder()
    var record = Sample.record
    record.metrics = [
      Self.stream("train", rows: 3), Self.stream("nothing", rows: 0),
      Self.stream("läng", rows: 100_000),
    ]
    let run = try scratch.makeRun()
    try RunStore.write(record, to: run)
    var manifest = Manifest()
    for stream in record.metrics {
      let group = "metrics/\(stream.name)"
      try manifest.add("\(group)/step", stream.steps, in: scratch)
      try manifest.add("\(group)/epoch", stream.epochs, in: scratch)
      for column in stream.columns {
        try manifest.add("\(group)/\(column.name)", column.values, in: scratch)
      }
    }
    try manifest.add("labels/train/label", record.labels[0].labels, in: scratch)
    if reader != "pandas" {
      manifest.texts = [
        .init(path: "labels/train/class_name", values: ["Straße", "sky"]),
        .init(path: "provenance/host", values: ["höst"]),
      ]
    }
    #expect(try compare(reader, run.recordPath, manifest, scratch) == "equal: \(manifest.count)\n")
  }

  @Test(
    .enabled(if: Outside.hasPython, without),
    // h5netcdf stops at external links, which docs/hdf5-schema.md says.
    arguments: ["h5py", "pandas", "netCDF4", "xarray", "h5dump"])
  func sweepsOf500Runs(reader: String) throws {
    guard isThere(reader) else { return }
    let scratch = try ScratchFolder()
    let sweep = SweepFolder(scratch.path)
    let trials = (0..<500).map { number in
      TrialPlan(
        id: "trial-\(number)-ü", number: Int64(number), label: "läbel \(number)",
        axisValues: ["\(number)"], seed: Int64(number % 3), overrides: [],
        configurationSHA256: String(repeating: "0", count: 64))
    }
    var specification = Sample.specification
    specification.axes = ["model.width"]
    specification.trials = trials
    try sweep.create()
    try SweepStore.write(specification, to: sweep)
    for trial in trials {
      var record = Sample.minimal
      record.header.runID = trial.id
      record.header.state = .done
      record.probes = [
        ProbeResult(
          name: "knn", subject: "teacher", step: 1,
          scores: [
            ProbeScore(
              name: "mIoU", value: trial.number % 7 == 0 ? .nan : Double(trial.number) / 3,
              unit: "%")
          ])
      ]
      try sweep.run(trial.id).create()
      try RunStore.write(record, to: sweep.run(trial.id))
    }
    let index = try SweepIndex.derive(from: sweep)
    try SweepStore.write(index, to: sweep)
    var manifest = Manifest()
    try manifest.add("trials/number", trials.map(\.number), in: scratch)
    let scores = trials.map { trial -> Double in
      trial.number % 7 == 0 ? Double.nan : Double(trial.number) / 3
    }
    try manifest.add("scores/knn/teacher/mIoU", scores, in: scratch)
    if reader != "pandas" {
      manifest.texts = [.init(path: "trials/id", values: trials.map(\.id))]
    }
    #expect(
      try compare(reader, sweep.indexPath, manifest, scratch) == "equal: \(manifest.count)\n")
  }

  @Test(
    .enabled(if: Outside.hasPython, without), arguments: FeatureLayout.Precision.allCases,
    ["h5py", "netCDF4", "xarray", "xarray-h5netcdf", "h5netcdf", "h5dump"])
  func features(precision: FeatureLayout.Precision, reader: String) throws {
    // netCDF4 has no half precision and ends the process; docs/features.md says so.
    if precision == .float16, ["netCDF4", "xarray"].contains(reader) { return }
    guard isThere(reader) else { return }
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/features.h5"
    let layout = FeatureFileTests.layout(6, precision)
    try FeatureFileTests.write(path, layout)
    let block = FeatureFileTests.block(0..<6, layout)
    var manifest = Manifest()
    switch block.values {
    case .float32(let values): try manifest.add("data", values, shape: layout.shape, in: scratch)
    case .float16(let bits):
      try manifest.add("data", bits.map { Half(bits: $0) }, shape: layout.shape, in: scratch)
    }
    try manifest.add("index", block.indices, in: scratch)
    try manifest.add("label", block.labels, in: scratch)
    try manifest.add("pixel_label", block.pixelLabels, shape: [6, 4, 4], in: scratch)
    try manifest.add("channel", [0, 1, 2, 3, 4] as [Int64], in: scratch)
    #expect(try compare(reader, path, manifest, scratch) == "equal: \(manifest.count)\n")
  }

  @Test(.enabled(if: Outside.hasPython, without)) func noFeatures() throws {
    let scratch = try ScratchFolder()
    let path = "\(scratch.path)/features.h5"
    let layout = FeatureFileTests.layout(0)
    try FeatureFileTests.write(path, layout)
    var manifest = Manifest()
    try manifest.add("data", [] as [Float], shape: layout.shape, in: scratch)
    try manifest.add("index", [] as [Int64], in: scratch)
    #expect(try compare("h5py", path, manifest, scratch) == "equal: 0\n")
  }
}
