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

  /// Makes the folder, the one for runs, and those above them.
  public func create() throws(StoreError) {
    try RunFolder.makeFolder(runsPath)
  }

  /// True when the folder holds the plan of a sweep.
  public var hasSpecification: Bool {
    FileManager.default.fileExists(atPath: specificationPath)
  }
}
