import Torch

/// A tenth of the training images, at least one, drawn from the run's seed.
enum ValidationSplit {
  static func choose(of count: Int, seed: UInt64) -> (fit: [Int], validation: [Int]) {
    var random = RandomStream(seed: seed, purpose: "probe-validation")
    let order = random.permutation(count)
    let held = max(1, count / 10)
    return (order.dropFirst(held).sorted(), order.prefix(held).sorted())
  }
}
