internal import HDF5

/// Where each dataset of a file of features lies; nil for one that is empty or not there.
struct FeaturePlaces: Equatable {
  /// Names of the datasets that are written at their place.
  enum Column: String, CaseIterable {
    case index
    case label
    case dataSum = "checksum/data_sum"
    case dataWeighted = "checksum/data_weighted_sum"
    case pixelSum = "checksum/pixel_label_sum"
    case pixelWeighted = "checksum/pixel_label_weighted_sum"
  }

  static let data = "data"
  static let pixelLabels = "pixel_label"

  var data: Int?
  var pixelLabels: Int?
  var columns: [Column: Int] = [:]

  /// The columns that a layout has.
  static func columns(of layout: FeatureLayout) -> [Column] {
    Column.allCases.filter { column in
      switch column {
      case .index, .dataSum, .dataWeighted: true
      case .label: layout.hasLabels
      case .pixelSum, .pixelWeighted: layout.pixelLabelSize != nil
      }
    }
  }

  /// Finds the places in a file and checks that shapes and types are those of the layout.
  init(_ root: Group, layout: FeatureLayout) throws(HDF5Error) {
    data = try Self.place(
      root, Self.data, layout.shape,
      layout.precision == .float32 ? ElementType.float32 : .float16)
    if let size = layout.pixelLabelSize {
      pixelLabels = try Self.place(
        root, Self.pixelLabels, [layout.images, size, size], .uint8)
    }
    for column in Self.columns(of: layout) {
      columns[column] = try Self.place(root, column.rawValue, [layout.images], .int64)
    }
  }

  private static func place(
    _ root: Group, _ path: String, _ shape: [Int], _ element: ElementType
  ) throws(HDF5Error) -> Int? {
    let dataset = try root.dataset(path)
    let (stored, found) = (try dataset.storedType(), try dataset.shape())
    guard stored == element.storedType, found == shape else {
      throw dataset.mismatch(
        "it holds \(stored) of the shape \(found) where the layout has \(element.rawValue) of "
          + "\(shape)")
    }
    let offset = try dataset.fileOffset()
    guard offset != nil || shape.contains(0) else {
      throw dataset.mismatch("its values do not lie in one block")
    }
    return offset
  }
}
