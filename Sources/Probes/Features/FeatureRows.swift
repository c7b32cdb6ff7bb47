package import Torch

/// Rows of a matrix of features, handed out in blocks of float32.
///
/// The matrix may be of half precision and lie in a mapped file: then only blocks are in memory.
package struct FeatureRows {
  /// Values of one block, at most.
  private static let blockElements = 1 << 22
  /// Values that are worth keeping rather than making again.
  private static let heldElements = 1 << 26

  private let features: Tensor
  private let rows: [Int]?
  private let standardise: Standardisation?

  /// - Parameters:
  ///   - features: `[row, channel]`.
  ///   - rows: which of them, in order; all where not given.
  ///   - standardise: applied to every block.
  package init(
    _ features: Tensor, rows: [Int]? = nil, standardise: Standardisation? = nil
  ) {
    self.features = features
    self.rows = rows
    self.standardise = standardise
  }

  package var count: Int { rows?.count ?? features.size(0) }
  package var channels: Int { features.size(1) }
  package var device: Device { features.device }

  /// The same rows with another standardisation.
  package func standardised(by standardise: Standardisation) -> FeatureRows {
    FeatureRows(features, rows: rows, standardise: standardise)
  }

  /// The same rows, in memory where that is cheap.
  package func held() throws(TorchError) -> FeatureRows {
    count * channels <= Self.heldElements ? FeatureRows(try block(0..<count)) : self
  }

  /// Ranges that cover all rows, each small enough for a block.
  package var blocks: [Range<Int>] {
    let size = max(256, Self.blockElements / max(channels, 1))
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// - Returns: `[row, channel]`, float32.
  package func block(_ range: Range<Int>) throws(TorchError) -> Tensor {
    let chosen: Tensor
    if let rows {
      chosen = try features.indexed(0, by: try Tensor(Array(rows[range]), device: device))
    } else {
      chosen = try features.narrowed(0, from: range.lowerBound, count: range.count)
    }
    let values = try chosen.to(.float32)
    return try standardise?(values) ?? values
  }
}
