import CapiCore
import Torch

/// The k × distance grid of a k-NN probe.
struct NeighbourGrid: Sendable {
  let counts: [Int]
  let distances: [Distance]

  struct Setting: Sendable {
    let count: Int
    let distance: Distance

    var text: [String: String] { ["k": String(count), "distance": distance.rawValue] }
  }

  /// Predictions on `queries` for every setting, distance by distance.
  func predictions(
    references: FeatureRows, labels: [Int64], classes: Int, queries: FeatureRows
  ) throws(TorchError) -> [(setting: Setting, predictions: [Int64])] {
    let references = try references.held()
    let queries = try queries.held()
    let targets = try Tensor(labels, shape: [labels.count], device: references.device)
    var results: [(setting: Setting, predictions: [Int64])] = []
    for distance in distances {
      let neighbours = NearestNeighbours(
        references: references, labels: targets, classes: classes, distance: distance)
      let winners = try neighbours.classify(queries, counts: counts)
      results += zip(counts, winners).map { (Setting(count: $0, distance: distance), $1) }
    }
    return results
  }
}

/// A tenth of the training images, at least one, drawn from the run's seed.
enum ValidationSplit {
  static func choose(of count: Int, seed: UInt64) -> (fit: [Int], validation: [Int]) {
    var random = RandomStream(seed: seed, purpose: "probe-validation")
    let order = random.permutation(count)
    let held = max(1, count / 10)
    return (order.dropFirst(held).sorted(), order.prefix(held).sorted())
  }
}

/// A probe that cannot be carried out on the data it got.
public struct ProbeError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  init(_ description: String) { self.description = description }
}
