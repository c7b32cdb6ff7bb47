internal import HDF5

/// Makes a file of features without its numbers.
struct FeatureSkeleton {
  let layout: FeatureLayout
  /// What the features are of; attributes of the root.
  let about: [TextEntry]

  static let descriptions: [FeaturePlaces.Column: String] = [
    .index: "position in the split of the data set",
    .label: "class of the image",
    .dataSum: "sum of the image's 64-bit words of data, modulo 2^64",
    .dataWeighted: "sum of its words, the first weighted by their number, the last by 1",
    .pixelSum: "sum of the image's 64-bit words of pixel labels, modulo 2^64",
    .pixelWeighted: "sum of its words, the first weighted by their number, the last by 1",
  ]

  /// Writes structure and attributes to `path`, whose descriptor the caller has locked.
  ///
  /// - Returns: where the numbers go, as found by reading the file back.
  func write(to path: String) throws(StoreError) -> FeaturePlaces {
    try StoreError.wrapping(path) { () throws(HDF5Error) in
      try File.create(onDisk: path) { (file) throws(HDF5Error) in try build(file) }
    }
    return try places(in: path)
  }

  /// The places in a file made by ``write(to:)``, after comparing everything.
  func places(in path: String) throws(StoreError) -> FeaturePlaces {
    let file = try StoreError.wrapping(path) { () throws(HDF5Error) in try File.open(path) }
    try SealedHDF5.checkIdentity(
      file, format: FeatureFile.format, version: FeatureFile.schemaVersion, path: path)
    let (found, entries) = try StoreError.wrapping(path) { () throws(HDF5Error) in
      try FeatureFile.describe(file.root)
    }
    guard found == layout, entries == about else {
      throw StoreError(
        .damaged, path: path, reason: "reads back different from what was written")
    }
    return try StoreError.wrapping(path) { () throws(HDF5Error) in
      try FeaturePlaces(file.root, layout: layout)
    }
  }

  private func build(_ file: File) throws(HDF5Error) {
    try SealedHDF5.identify(
      file, format: FeatureFile.format, version: FeatureFile.schemaVersion, minimumReader: 1)
    let root = file.root
    for entry in about { try root.attributes.set(entry.key, entry.text) }
    let index = try root.reserve("index", .int64, shape: [layout.images])
    try describe(index, .index)
    try index.makeScale(named: "index")
    let row = try scale("row", layout.rows, in: root)
    let column = try scale("column", layout.columns, in: root)
    let channel = try scale("channel", layout.channels, in: root)
    let checksums = try root.createGroup("checksum")
    for place in FeaturePlaces.columns(of: layout) where place != .index {
      let inChecksums = place.rawValue.hasPrefix("checksum/")
      let name = inChecksums ? String(place.rawValue.dropFirst(9)) : place.rawValue
      let list = try (inChecksums ? checksums : root)
        .reserve(name, .int64, shape: [layout.images])
      try describe(list, place)
      try list.attachScale(index)
    }
    if let size = layout.pixelLabelSize {
      let labels = try root.reserve(
        FeaturePlaces.pixelLabels, .uint8, shape: [layout.images, size, size])
      try labels.attributes.set("long_name", "category of each pixel")
      try labels.attachScale(index)
      try labels.attachScale(scale("pixel_row", size, in: root), dimension: 1)
      try labels.attachScale(scale("pixel_column", size, in: root), dimension: 2)
    }
    // Last, so that everything small lies together at the beginning.
    let data = try root.reserve(
      FeaturePlaces.data, layout.precision == .float32 ? .float32 : .float16, shape: layout.shape)
    try data.attributes.set("long_name", "features of each patch")
    try data.attributes.set("units", "1")
    for (dimension, scale) in [index, row, column, channel].enumerated() {
      try data.attachScale(scale, dimension: dimension)
    }
  }

  private func scale(_ name: String, _ count: Int, in root: Group) throws(HDF5Error) -> Dataset {
    let scale = try root.write(name, (0..<count).map(Int64.init))
    try scale.makeScale(named: name)
    return scale
  }

  private func describe(_ dataset: Dataset, _ column: FeaturePlaces.Column) throws(HDF5Error) {
    try dataset.attributes.set("long_name", Self.descriptions[column] ?? column.rawValue)
  }
}
