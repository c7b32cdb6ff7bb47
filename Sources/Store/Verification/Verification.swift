internal import Foundation

/// Checks files of the store against their own hashes and against each other. Changes nothing.
public enum Verification {
  /// Checks a sweep's folder, a run's folder, or one file.
  ///
  /// - Parameter path: what to check.
  /// - Returns: what was found, damage included.
  /// - Throws: ``StoreError``: `missing` when there is nothing of that name; `wrongFormat` when it is
  ///   nothing that the store writes.
  public static func verify(_ path: String) throws(StoreError) -> VerificationReport {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw StoreError(.missing, path: path, reason: "there is no such file or folder")
    }
    guard isFolder.boolValue else { return try FileVerification(path: path).report() }
    let sweep = SweepFolder(path)
    if sweep.hasSpecification || Platform.exists(sweep.indexPath) {
      return SweepVerification(folder: sweep).report()
    }
    let run = RunFolder(path)
    guard run.holdsRun || !run.checkpointSteps().isEmpty
    else {
      throw StoreError(
        .wrongFormat, path: path,
        reason: "is neither a run's nor a sweep's folder: it has no run.h5, sweep.json or sweep.h5")
    }
    return RunVerification(folder: run).report()
  }
}
