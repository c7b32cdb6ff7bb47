public import CapiCore
import Foundation
public import Imaging
public import YAML

/// A data set that cannot be opened, and where the experiment names it.
public struct DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nil where nothing but a default names it.
  public let location: Location?
  /// "dataset.root", "dataset.file", or "dataset" where it has neither.
  public let key: String
  /// What the data set says.
  public let reason: String

  /// `file:line:column: dataset.root: reason`.
  public var description: String { (location.map { "\($0): " } ?? "") + "\(key): \(reason)" }
}

extension ResolvedExperiment {
  /// Opens the data set that the experiment names. Relative paths start at the working directory.
  ///
  /// - Throws: ``DatasetError`` with the place of the data set's folder or file in the experiment,
  ///   else of the whole section.
  public func dataset(from registry: Registry) throws(DatasetError) -> any ImageDataset {
    let context = DatasetContext(
      imageSize: configuration.images.size,
      workingDirectory: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
    do {
      return try registry.datasets.make(configuration.dataset, context)
    } catch {
      let section = KeyPathText([ComponentKind.dataset.section])
      let places = [section.appending("root"), section.appending("file"), section]
      let found = places.lazy.compactMap { path in self.location(of: path).map { (path, $0) } }
        .first
      throw DatasetError(
        location: found?.1, key: (found?.0 ?? section).description, reason: "\(error)")
    }
  }
}
