internal import HDF5

/// What went wrong in the store: which file, what is wrong with it, and what to do.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: Sendable, Equatable {
    /// The values given cannot be stored.
    case invalidRecord
    /// The file is not there.
    case missing
    /// The file is another kind of file.
    case wrongFormat
    /// The file was written by a newer version of the program.
    case newerVersion
    /// The file is cut short, was changed, or contradicts itself.
    case damaged
    /// The system refused to read or write; the value is `errno`.
    case system(Int32)
    /// Another process holds the run.
    case leased
    /// A file that never changes is there already with other content.
    case conflict
  }

  public var code: Code
  /// Path of the file or folder.
  public var path: String
  /// What is wrong and what to do, without a full stop.
  public var reason: String

  public init(_ code: Code, path: String, reason: String) {
    self.code = code
    self.path = path
    self.reason = reason
  }

  public var description: String { "\(path): \(reason)" }

  /// The store's view of an error of the HDF5 module.
  init(_ error: HDF5Error, path: String) {
    let code: Code = error.code == .invalidValue ? .invalidRecord : .damaged
    self.init(code, path: path, reason: error.detail)
  }

  /// Runs `body` and turns HDF5's errors into the store's.
  static func wrapping<Result>(
    _ path: String, _ body: () throws(HDF5Error) -> Result
  ) throws(StoreError) -> Result {
    do throws(HDF5Error) {
      return try body()
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
