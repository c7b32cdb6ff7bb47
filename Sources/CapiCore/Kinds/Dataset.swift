public import Foundation
public import Imaging

/// What a data set is made for.
public struct DatasetContext: Sendable {
  /// Side of the square images that training sees, in pixels.
  public let imageSize: Int
  /// Relative paths are relative to this folder: where the program was started.
  public let workingDirectory: URL

  public init(imageSize: Int, workingDirectory: URL) {
    self.imageSize = imageSize
    self.workingDirectory = workingDirectory
  }

  /// The absolute path of a path in an experiment file.
  public func resolve(_ path: String) -> String {
    URL(fileURLWithPath: path, relativeTo: workingDirectory).standardizedFileURL.path
  }
}

/// A source of images.
public protocol DatasetComponent: Component {
  static func make(
    _ parameters: Parameters, _ context: DatasetContext
  ) throws -> any ImageDataset
}
