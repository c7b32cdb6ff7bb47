internal import Foundation

extension StoreError {
  /// What the disk has to do with an error of Foundation: it is full, over its quota, read only or
  /// broken.
  ///
  /// - Parameters:
  ///   - error: any error; those of the modules are left alone.
  ///   - path: what to name where the error names no file.
  /// - Returns: an error with code `system`; nil when the disk is not to blame.
  public init?(ofDisk error: any Error, path: String) {
    guard let found = Self.disk(error, path: path) else { return nil }
    self = Platform.error(found.number, "could not be written", path: found.path)
  }

  private static let numbers: Set<Int32> = [ENOSPC, EDQUOT, EIO, EROFS]

  private static func disk(_ error: any Error, path: String) -> (number: Int32, path: String)? {
    if let error = error as? POSIXError {
      return numbers.contains(error.code.rawValue) ? (error.code.rawValue, path) : nil
    }
    guard let error = error as? CocoaError else { return nil }
    let named = error.userInfo[NSFilePathErrorKey] as? String
    let place = named ?? (error.userInfo[NSURLErrorKey] as? URL)?.path ?? path
    if let inner = error.userInfo[NSUnderlyingErrorKey] as? any Error,
      let found = disk(inner, path: place)
    {
      return found
    }
    switch error.code {
    case .fileWriteOutOfSpace: return (ENOSPC, place)
    case .fileWriteVolumeReadOnly: return (EROFS, place)
    default: return nil
    }
  }
}
