import Foundation
import Testing
import Torch

/// Numbers that `Fixtures/make-fixtures.py` made with scikit-learn and PyTorch.
enum Fixture {
  static func read<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
    let folder = Bundle.module.url(forResource: "Fixtures", withExtension: nil)
    let file = try #require(folder).appending(path: name)
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }
}

/// Independent normal features, `[row, channel]`.
func normalFeatures(_ rows: Int, _ channels: Int, seed: UInt64 = 1) throws -> Tensor {
  try Tensor.normal([rows, channels], generator: try Generator(seed: seed, purpose: "test"))
}
