public import CapiCore
import Foundation
import Imaging
import Synchronization

/// What data sets hold, as far as their fingerprints say. Each is opened once.
public final class DatasetFingerprints: Sendable {
  /// A data set's fingerprint, or why there is none.
  public struct Fingerprint: Sendable, Equatable {
    /// Empty when the data set cannot be opened.
    public var text = ""
    public var problem: String?
  }

  private let registry: Registry
  private let known = Mutex<[String: Fingerprint]>([:])

  public init(registry: Registry) { self.registry = registry }

  /// The fingerprint of an experiment's data set.
  public func fingerprint(of experiment: ResolvedExperiment) -> Fingerprint {
    let configuration = experiment.configuration
    let selection = configuration.dataset
    let key = "\(configuration.images.size) \(selection.canonical.canonicalJSON)"
    if let found = known.withLock({ $0[key] }) { return found }
    let fingerprint: Fingerprint
    do throws(DatasetError) {
      fingerprint = Fingerprint(text: try experiment.dataset(from: registry).info.fingerprint)
    } catch {
      fingerprint = Fingerprint(problem: error.description)
    }
    known.withLock { $0[key] = fingerprint }
    return fingerprint
  }
}
