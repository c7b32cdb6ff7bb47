/// A training step of a size that others have measured too.
public struct BenchmarkCase: Sendable, Hashable {
  /// "tiny", "small", "medium" or "large".
  public let name: String
  /// Its experiment, as changes to the defaults.
  public let overrides: [String]

  /// Sizes from a laptop's to the paper's encoder.
  public static let all = [
    BenchmarkCase(
      "tiny", width: 192, heads: 3, depth: 6, predictor: 3, image: 32, patch: 4, batch: 64,
      prototypes: 1024),
    BenchmarkCase(
      "small", width: 192, heads: 3, depth: 12, predictor: 6, image: 64, patch: 8, batch: 64,
      prototypes: 2048),
    BenchmarkCase(
      "medium", width: 384, heads: 6, depth: 12, predictor: 6, image: 112, patch: 14, batch: 32,
      prototypes: 4096),
    BenchmarkCase(
      "large", width: 1024, heads: 16, depth: 24, predictor: 12, image: 224, patch: 14, batch: 2,
      prototypes: 16384),
  ]

  private init(
    _ name: String, width: Int, heads: Int, depth: Int, predictor: Int, image: Int, patch: Int,
    batch: Int, prototypes: Int
  ) {
    self.name = name
    overrides = [
      "dataset={name: scenes, train: \(batch), test: 1}", "probes=[]",
      "images.size=\(image)",
      "model={patch: \(patch), width: \(width), depth: \(depth), heads: \(heads), "
        + "stochastic_depth: 0.2}",
      "predictor={name: cross-attention, depth: \(predictor), width: \(width), heads: \(heads)}",
      "loss={name: capi, prototypes: \(prototypes)}",
      "training={steps: 100000, batch: \(batch)}",
    ]
  }
}
