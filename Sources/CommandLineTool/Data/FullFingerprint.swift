import Imaging
import Store

/// One hash of the contents of all files of a data set.
struct FullFingerprint: Equatable {
  /// SHA-256 of what `sha256sum` prints for the files, sorted by path, in the data set's folder.
  let sha256: String
  let count: Int

  /// Reads every file.
  init(of files: DatasetFiles) throws {
    var lines = ""
    for path in files.paths {
      lines += "\(try Digest.sha256(file: "\(files.root)/\(path)"))  \(path)\n"
    }
    sha256 = Digest.sha256(Array(lines.utf8))
    count = files.paths.count
  }
}
