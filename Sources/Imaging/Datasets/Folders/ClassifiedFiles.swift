/// Images in files and their classes, whatever the layout that names them.
struct ClassifiedFiles: Sendable {
  struct Entry: Sendable {
    /// Relative to the root.
    let path: String
    let label: Int
  }

  let info: DatasetInfo
  private let root: String
  private let train, test: [Entry]
  private let tables: [String]
  private let damaged: DamagedFiles

  /// - Parameters:
  ///   - name: the data set's, for ``DatasetInfo``.
  ///   - remark: what else decides the data, at the end of the fingerprint.
  ///   - tables: files that gave labels or names, relative to the root; those that are missing are
  ///     left out.
  init(
    root: String, name: String, classNames: [String], train: [Entry], test: [Entry],
    remark: String = "", tables: [String] = [], onError: OnError
  ) throws {
    var fingerprint = FolderFingerprint()
    try fingerprint.add(root, train.map(\.path), onError)
    try fingerprint.add(root, test.map(\.path), onError)
    info = DatasetInfo(
      name: name, classNames: classNames,
      fingerprint: "\(name) v1: \(fingerprint.text)\(remark)")
    self.root = root
    self.train = train
    self.test = test
    self.tables = tables.filter { FolderTree.isFile("\(root)/\($0)") }
    damaged = DamagedFiles(onError)
  }

  /// Broken files met so far under `skip`.
  var skippedFiles: [String] { damaged.paths }

  var files: DatasetFiles {
    DatasetFiles(root: root, paths: tables + (train + test).map(\.path))
  }

  func count(_ split: Split) -> Int { entries(split).count }

  func sample(_ split: Split, at index: Int, _ decoding: Decoding) throws -> Sample {
    let entries = entries(split)
    return try damaged.sample(
      split, at: index, count: entries.count, path: { entries[$0].path },
      read: { place in
        let entry = entries[place]
        return Sample(
          image: try ImageFile.read("\(root)/\(entry.path)", decoding), label: entry.label,
          labelMap: nil, identifier: entry.path)
      })
  }

  private func entries(_ split: Split) -> [Entry] { split == .train ? train : test }
}
