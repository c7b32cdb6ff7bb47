/// Checks checkpoints.
enum TensorVerification {
  /// Says what a whole file of tensors holds, and which arrays have numbers that are not finite.
  static func describe(
    _ file: TensorFile, _ path: String, _ report: inout VerificationReport
  ) {
    report.add(.sound, path, "\(file.arrays.count) arrays, seal right")
    let broken = file.arrays.filter { !$0.values.isFinite }.map(\.path)
    guard let first = broken.first else { return }
    let more = broken.count > 1 ? " and \(broken.count - 1) more" : ""
    report.add(
      .note, path, "numbers that are not finite in \(first)\(more): as they were written")
  }
}

extension ArrayValues {
  /// Whether no number is infinite or a NaN.
  var isFinite: Bool {
    switch self {
    case .float32(let values): values.allSatisfy(\.isFinite)
    case .float64(let values): values.allSatisfy(\.isFinite)
    case .int64, .uint8: true
    }
  }
}
