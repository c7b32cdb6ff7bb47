import NeuralNetworks
import Torch

/// The embeddings of the last batches, newest last.
final class FeatureQueue {
  /// Batches kept at most.
  let capacity: Int
  private var batches: [Tensor] = []

  init(capacity: Int) { self.capacity = capacity }

  /// `[batch · kept, token, channel]`; `nil` while nothing is kept.
  func contents() throws(TorchError) -> Tensor? {
    batches.isEmpty ? nil : try Tensor.concatenated(batches, axis: 0)
  }

  /// - Parameter features: `[batch, token, channel]`, without gradient.
  func append(_ features: Tensor) throws(TorchError) {
    guard capacity > 0 else { return }
    batches.append(try features.detached())
    if batches.count > capacity { batches.removeFirst() }
  }

  var state: [Parameter] {
    batches.enumerated().map { Parameter("queue.\($0.offset)", $0.element) }
  }

  /// Takes over the batches of a checkpoint, which may be fewer than the capacity.
  func restore(_ saved: [String: Tensor]) throws {
    let names = (0..<min(saved.count, capacity)).map { "queue.\($0)" }
    let surplus = saved.keys.filter { !names.contains($0) }.sorted()
    let missing = names.filter { saved[$0] == nil }
    guard surplus.isEmpty, missing.isEmpty else {
      throw StateMismatch(missing: missing, surplus: surplus)
    }
    batches = names.compactMap { saved[$0] }
  }
}
