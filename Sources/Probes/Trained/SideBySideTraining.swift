import Foundation
package import Torch

/// Trains every classifier of some models in one pass over the images.
///
/// AdamW (β 0.9 and 0.999), cross-entropy, the learning rate falling to 0 along half a cosine. The
/// classifiers share batches and nothing else: one that diverges leaves the others alone.
package struct SideBySideTraining {
  private let epochs: Int
  private let batch: Int
  /// The images of an epoch, in order.
  private let order: (Int) -> [Int]

  package init(epochs: Int, batch: Int, order: @escaping (Int) -> [Int]) {
    self.epochs = epochs
    self.batch = batch
    self.order = order
  }

  /// - Parameters:
  ///   - labels: of every image that `order` names: `[image]`, int64.
  ///   - rates: learning rates, one a classifier, the same for every model.
  ///   - decays: weight decays likewise.
  package func train(
    _ models: [any SideBySideModel], labels: Tensor, rates: [Double], decays: [Double]
  ) throws(TorchError) {
    let optimizer = try SideBySideAdamW(
      models.flatMap { $0.parameters.map { .init(parameter: $0.tensor, decays: $0.decays) } },
      rates: rates, decays: decays)
    let first = order(0)
    let perEpoch = (first.count + batch - 1) / batch
    var step = 0
    for epoch in 0..<epochs {
      let images = epoch == 0 ? first : order(epoch)
      for start in stride(from: 0, to: images.count, by: batch) {
        let rows = try Tensor(
          Array(images[start..<min(start + batch, images.count)]), device: labels.device)
        let truth = try labels.indexed(0, by: rows)
        for model in models {
          let logarithms = try model.logits(rows).logSoftmax()
          let places = try truth.unsqueezed(1).unsqueezed(2)
            .expanded(-1, model.count, 1).contiguous()
          // A sum over classifiers of means over images: gradients do not mix.
          let loss = try -(logarithms.gathered(2, by: places).sum()) / Double(rows.size(0))
          try loss.backward()
        }
        let progress = Double(step) / Double(perEpoch * epochs)
        try optimizer.step(fraction: (1 + cos(.pi * progress)) / 2)
        step += 1
      }
    }
  }

  /// The classes of `images`, best first, that each classifier of a model names.
  ///
  /// - Parameter ranks: how many classes to name.
  /// - Returns: `[classifier][image][rank]`.
  package static func predictions(
    _ model: some SideBySideModel, images: [Int], ranks: Int, device: Device
  ) throws(TorchError) -> [[[Int64]]] {
    var result = [[[Int64]]](repeating: [], count: model.count)
    for start in stride(from: 0, to: images.count, by: 256) {
      let rows = Array(images[start..<min(start + 256, images.count)])
      let best = try noGrad { () throws(TorchError) in
        try model.logits(try Tensor(rows, device: device)).topK(ranks).indices
      }.elements(Int64.self)
      for row in rows.indices {
        for classifier in 0..<model.count {
          let place = (row * model.count + classifier) * ranks
          result[classifier].append(Array(best[place..<place + ranks]))
        }
      }
    }
    return result
  }
}
