/// Numbers of features, in row-major order.
public enum FeatureValues: Sendable {
  case float32([Float])
  /// The bits of IEEE 754 half-precision numbers.
  case float16([UInt16])

  /// Half-precision numbers nearest to `values`; ties go to the even one, what is too large becomes
  /// infinite.
  public static func rounded(_ values: [Float]) -> FeatureValues {
    .float16(values.map(HalfPrecision.bits))
  }

  public var count: Int {
    switch self {
    case .float32(let values): values.count
    case .float16(let values): values.count
    }
  }

  var precision: FeatureLayout.Precision {
    switch self {
    case .float32: .float32
    case .float16: .float16
    }
  }

  func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    var outcome: Swift.Result<Result, StoreError>?
    func run(_ bytes: UnsafeRawBufferPointer) {
      do throws(StoreError) {
        outcome = .success(try body(bytes))
      } catch {
        outcome = .failure(error)
      }
    }
    switch self {
    case .float32(let values): values.withUnsafeBytes(run)
    case .float16(let values): values.withUnsafeBytes(run)
    }
    guard let outcome else {
      throw StoreError(.invalidRecord, path: "", reason: "there are no values to store")
    }
    return try outcome.get()
  }
}

/// Features of some images that follow one another in the file.
public struct FeatureBlock: Sendable {
  /// `[image, row, column, channel]`.
  public var values: FeatureValues
  /// `[image]`: positions in the split of the data set.
  public var indices: [Int64]
  /// `[image]`: classes; empty without.
  public var labels: [Int64]
  /// `[image, height, width]`; empty without.
  public var pixelLabels: [UInt8]

  public init(
    values: FeatureValues, indices: [Int64], labels: [Int64] = [], pixelLabels: [UInt8] = []
  ) {
    self.values = values
    self.indices = indices
    self.labels = labels
    self.pixelLabels = pixelLabels
  }

  func validate(_ layout: FeatureLayout, room: Int, path: String) throws(StoreError) {
    let images = indices.count
    func check(_ what: String, _ count: Int, _ wanted: Int) throws(StoreError) {
      guard count == wanted else {
        throw StoreError(
          .invalidRecord, path: path,
          reason: "\(images) images come with \(count) \(what) where there must be \(wanted)")
      }
    }
    guard images <= room else {
      throw StoreError(
        .invalidRecord, path: path, reason: "\(images) images come where \(room) are missing")
    }
    guard values.precision == layout.precision else {
      throw StoreError(
        .invalidRecord, path: path,
        reason: "\(values.precision) numbers come for a file of \(layout.precision)")
    }
    try check("numbers", values.count, images * layout.valuesPerImage)
    try check("labels", labels.count, layout.hasLabels ? images : 0)
    try check("pixel labels", pixelLabels.count, images * layout.pixelLabelsPerImage)
  }
}
