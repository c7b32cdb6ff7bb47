internal import Foundation

/// The files of one sweep, by name. Making one touches no disk.
public struct SweepFolder: Sendable, Equatable {
  /// Path of the folder.
  public let path: String

  public init(_ path: String) {
    self.path = path
  }

  /// The plan, written once.
  public var specificationPath: String { "\(path)/sweep.json" }
  /// The derived table of results.
  public var indexPath: String { "\(path)/sweep.h5" }
  public var runsPath: String { "\(path)/runs" }

  /// The folder of one trial.
  public func run(_ trialID: String) -> RunFolder {
    RunFolder("\(runsPath)/\(trialID)")
  }

  /// The sweep that a folder of a run belongs to; nil when it belongs to none.
  public static func owning(_ run: RunFolder) -> SweepFolder? {
    let path = run.path.hasSuffix("/") ? String(run.path.dropLast()) : run.path
    let runs = Platform.folder(of: path)
    let sweep = SweepFolder(Platform.folder(of: runs))
    return Platform.name(of: runs) == "runs" && sweep.hasSpecification ? sweep : nil
  }

  /// Makes the folder, the one for runs, and those above them.
  public func create() throws(StoreError) {
    try RunFolder.makeFolder(runsPath)
  }

  /// True when the folder holds the plan of a sweep.
  public var hasSpecification: Bool {
    FileManager.default.fileExists(atPath: specificationPath)
  }
}
