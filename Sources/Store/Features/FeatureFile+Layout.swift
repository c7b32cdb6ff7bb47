internal import HDF5

extension FeatureFile {
  /// The layout and the attributes of a file, as its datasets say.
  static func describe(_ root: Group) throws(HDF5Error) -> (FeatureLayout, [TextEntry]) {
    let data = try root.dataset(FeaturePlaces.data)
    let shape = try data.shape()
    guard shape.count == 4 else {
      throw data.mismatch("it has the shape \(shape) where there are four extents")
    }
    let stored = try data.storedType()
    let precision: FeatureLayout.Precision
    switch stored {
    case .float(bits: 32): precision = .float32
    case .float(bits: 16): precision = .float16
    default: throw data.mismatch("it holds \(stored) where there is float32 or float16")
    }
    var size: Int?
    if try root.contains(FeaturePlaces.pixelLabels) {
      let labels = try root.dataset(FeaturePlaces.pixelLabels).shape()
      guard labels.count == 3, labels[1] == labels[2] else {
        throw data.mismatch("the label maps have the shape \(labels)")
      }
      size = labels[1]
    }
    let layout = FeatureLayout(
      images: shape[0], rows: shape[1], columns: shape[2], channels: shape[3],
      precision: precision, hasLabels: try root.contains("label"), pixelLabelSize: size)
    var about: [TextEntry] = []
    for name in try root.attributes.names() where !layoutAttributes.contains(name) {
      about.append(TextEntry(name, try root.attributes.text(name)))
    }
    return (layout, about)
  }

  static func validate(_ about: [TextEntry], path: String) throws(StoreError) {
    let check = RecordCheck(path: path)
    var seen = layoutAttributes
    for entry in about {
      try check.name("attribute", entry.key)
      guard seen.insert(entry.key).inserted else {
        throw check.failure("the attribute \"\(entry.key)\" is there twice")
      }
      guard entry.text.utf8.count < 4096, !entry.text.utf8.contains(0) else {
        throw check.failure(
          "the attribute \"\(entry.key)\" is longer than 4095 bytes or holds a NUL")
      }
    }
  }

  /// Hash over what a file holds and what it is of.
  static func identity(_ layout: FeatureLayout, _ about: [TextEntry]) -> String {
    let parts =
      layout.shape.map(String.init)
      + [
        layout.precision.rawValue, "\(layout.hasLabels)", "\(layout.pixelLabelSize ?? 0)",
      ] + about.flatMap { [$0.key, $0.text] }
    // Lengths keep parts apart whatever they hold.
    return Digest.sha256(Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8))
  }

  static func footer(
    _ layout: FeatureLayout, _ places: FeaturePlaces, length: Int
  ) -> FeatureFooter {
    func place(_ offset: Int?, _ bytes: Int) -> Range<Int> {
      offset.map { $0..<($0 + bytes) } ?? 0..<0
    }
    return FeatureFooter(
      length: length, data: place(places.data, layout.images * layout.bytesPerImage),
      pixelLabels: place(places.pixelLabels, layout.images * layout.pixelLabelsPerImage))
  }

  /// Runs a body that throws the store's errors with the bytes of an array.
  static func withBytes<Element: BitwiseCopyable, Result>(
    _ values: [Element], _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    let outcome = values.withUnsafeBytes { bytes -> Swift.Result<Result, StoreError> in
      do throws(StoreError) {
        return .success(try body(bytes))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}
