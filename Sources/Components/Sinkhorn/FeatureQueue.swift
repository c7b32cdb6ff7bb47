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
}
