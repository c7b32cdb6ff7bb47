internal import HDF5

/// Checks one file by what its name and first bytes say that it is.
struct FileVerification {
  let path: String

  func report() -> VerificationReport {
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
    } else {
      hdf5(&report)
    }
    return report
  }

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
