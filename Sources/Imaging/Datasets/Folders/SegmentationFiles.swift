/// Images and annotations in files, whatever the layout that names them.
struct SegmentationFiles: Sendable {
  /// Paths relative to the root.
  struct Pair: Sendable {
    let image, annotation: String
  }

  let info: DatasetInfo
  private let root: String
  private let train, test: [Pair]
  private let tables: [String]
  private let damaged: DamagedFiles

  /// - Parameters:
  ///   - name: the data set's, for ``DatasetInfo``.
  ///   - classNames: of each label from 0 up, ignored ones included.
  ///   - tables: files that list images or name labels, relative to the root.
  init(
    root: String, name: String, train: [Pair], test: [Pair], classNames: [String],
    ignoredLabels: [UInt8], tables: [String] = [], onError: OnError
  ) throws {
    guard Set(0..<classNames.count).subtracting(ignoredLabels.map { Int($0) }).isEmpty == false
    else {
      throw ImagingError.parameter(name: "ignored_labels", reason: "leaves no category")
    }
    var fingerprint = FolderFingerprint()
    for pairs in [train, test] {
      try fingerprint.add(root, pairs.map(\.image), onError)
      try fingerprint.add(root, pairs.map(\.annotation), onError)
    }
    let ignored = Set(ignoredLabels).sorted()
    let listed = ignored.map { "\($0)" }.joined(separator: ", ")
    let last = classNames.count - 1
    info = DatasetInfo(
      name: name, pixelClassNames: classNames, ignoredLabels: ignored,
      labelConvention: ignored.isEmpty
        ? "labels 0 … \(last) are categories; none is ignored"
        : "labels 0 … \(last) are categories, except \(listed): ignored",
      fingerprint: "\(name) v1: \(fingerprint.text); ignored \(listed)")
    self.root = root
    self.train = train
    self.test = test
    self.tables = tables
    damaged = DamagedFiles(onError)
  }

  /// Broken files met so far under `skip`.
  var skippedFiles: [String] { damaged.paths }

  var files: DatasetFiles {
    DatasetFiles(
      root: root, paths: tables + (train + test).flatMap { [$0.image, $0.annotation] })
  }

  func pairs(_ split: Split) -> [Pair] { split == .train ? train : test }

  func sample(_ split: Split, at index: Int, _ decoding: Decoding = .full) throws -> Sample {
    let pairs = pairs(split)
    return try damaged.sample(
      split, at: index, count: pairs.count, path: { pairs[$0].image },
      read: { place in
        guard decoding != .full else { return try read(pairs[place]) }
        return Sample(
          image: try ImageFile.read("\(root)/\(pairs[place].image)", decoding), label: nil,
          labelMap: nil, identifier: pairs[place].image)
      })
  }

  private func read(_ pair: Pair) throws -> Sample {
    let image = try ImageFile.read("\(root)/\(pair.image)")
    let path = "\(root)/\(pair.annotation)"
    let map = try ImageFile.readLabels(path)
    guard map.width == image.width, map.height == image.height else {
      throw ImagingError.annotation(
        path: path,
        reason: "is \(map.width)×\(map.height), but its image \(pair.image) is "
          + "\(image.width)×\(image.height)")
    }
    let known = info.pixelClassNames.count
    if let largest = map.labels.filter({ !info.ignoredLabels.contains($0) }).max(),
      Int(largest) >= known
    {
      throw ImagingError.annotation(
        path: path,
        reason: "has the label \(largest), but class_names ends at \(known - 1); "
          + "name it or list it in ignored_labels")
    }
    return Sample(image: image, label: nil, labelMap: map, identifier: pair.image)
  }
}
