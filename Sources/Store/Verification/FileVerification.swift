internal import HDF5

/// Checks one file by what its name and bytes say that it is.
struct FileVerification {
  static let leftover = "is what a crash left of a file that was being written"

  let path: String

  /// - Throws: ``StoreError`` with code `wrongFormat` when the file is nothing that can be checked.
  func report() throws(StoreError) -> VerificationReport {
    var report = VerificationReport()
    let name = Platform.name(of: path)
    if name.hasPrefix("journal."), UInt64(name.dropFirst(8)) != nil {
      journal(&report)
    } else if name == "sweep.json" {
      let folder = SweepFolder(Platform.folder(of: path))
      if let plan = report.check({ () throws(StoreError) in
        try SweepStore.readSpecification(folder)
      }) {
        report.add(.sound, path, "the plan of \(plan.trials.count) trials")
      }
    } else if AtomicFile.isTemporary(name) || name.hasSuffix(".partial.check") {
      report.add(.note, path, Self.leftover)
    } else if name.hasSuffix(".partial"), FeatureVerification.isPartial(path) {
      FeatureVerification.describe(partial: path, &report)
    } else if name.hasSuffix(".watermark"), FeatureVerification.isWatermark(path) {
      FeatureVerification.describe(watermark: path, &report)
    } else if try isHDF5() {
      hdf5(&report)
    } else {
      throw StoreError(
        .wrongFormat, path: path,
        reason: "is not a file of the store: there are HDF5 files that capi has written, journals, "
          + "sweep.json, and unfinished exports of features")
    }
    return report
  }

  /// Whether the name, the beginning or the end is that of an HDF5 file of the store, whole or not.
  private func isHDF5() throws(StoreError) -> Bool {
    let edges = try Platform.edges(of: path, Seal.byteCount)
    return path.hasSuffix(".h5") || edges.first.starts(with: Self.signature)
      || edges.last.starts(with: Seal.mark) || FeatureFooter.isAtEnd(of: path)
  }

  /// What HDF5 files begin with.
  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  private func journal(_ report: inout VerificationReport) {
    let path = path
    guard let scan = report.check({ () throws(StoreError) in try JournalScan.read(path) }) else {
      return
    }
    Self.describe(scan, path, &report)
  }

  static func describe(_ scan: JournalScan, _ path: String, _ report: inout VerificationReport) {
    report.add(.sound, path, "\(scan.records.count) records, every checksum right")
    guard scan.tornBytes > 0 else { return }
    report.add(
      .note, path,
      "its last \(scan.tornBytes) bytes are no whole record: a crash cut it short, or it is being "
        + "written; the records before it are whole")
  }

  private func hdf5(_ report: inout VerificationReport) {
    let path = path
    if FeatureFooter.isAtEnd(of: path) {
      if let file = report.check({ () throws(StoreError) in try FeatureFile(path) }) {
        FeatureVerification.describe(file, &report)
      }
      return
    }
    let format = report.check { () throws(StoreError) -> String in
      let file = try SealedHDF5.open(path)
      return try StoreError.wrapping(path) { () throws(HDF5Error) in
        try file.root.attributes.text("format")
      }
    }
    switch format {
    case RunStore.format:
      if let record = report.check({ () throws(StoreError) in try RunStore.read(file: path) }) {
        RunVerification.describe(record, path, &report)
      }
    case TensorFile.format:
      if let file = report.check({ () throws(StoreError) in try TensorFile.read(path) }) {
        TensorVerification.describe(file, path, &report)
      }
    case SweepStore.indexFormat:
      if let index = report.check({ () throws(StoreError) in
        try SweepStore.readIndex(file: path)
      }) {
        report.add(.sound, path, "the table of \(index.trials.count) trials, seal right")
      }
    case let other?:
      report.add(.note, path, "says that it is \"\(other)\", which this program does not know")
    case nil: break
    }
  }
}
