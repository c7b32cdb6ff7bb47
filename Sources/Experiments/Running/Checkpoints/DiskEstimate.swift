import CapiCore
import NeuralNetworks
import Torch

/// What a run will need on the disk.
package struct DiskEstimate: Equatable {
  /// Of one checkpoint.
  package let checkpointBytes: Int64
  /// Checkpoints that are there at the same time: those kept, and one that is being written.
  package let checkpoints: Int64
  /// Of journal and record, the new record beside the old one.
  package let recordBytes: Int64
  /// Of the features that `evaluation.features: disk` keeps while probes look at them.
  package let featureBytes: Int64

  package init(
    checkpointBytes: Int64, checkpoints: Int64, recordBytes: Int64, featureBytes: Int64 = 0
  ) {
    self.featureBytes = featureBytes
    self.checkpointBytes = checkpointBytes
    self.checkpoints = checkpoints
    self.recordBytes = recordBytes
  }

  package var bytes: Int64 {
    checkpointBytes * checkpoints + recordBytes + featureBytes
  }

  /// - Parameters:
  ///   - state: everything that a checkpoint keeps.
  ///   - featureBytes: of the features that are on the disk at the same time.
  init(_ configuration: ExperimentConfiguration, state: [Parameter], featureBytes: Int64) {
    let (output, training) = (configuration.output, configuration.training)
    let side = configuration.images.size / max(1, configuration.model.patch)
    let embeddings = Int64(training.batch * side * side * configuration.model.width)
    let queue = Int64(configuration.sinkhornQueueBatches) * embeddings * 4
    let tensors = state.reduce(Int64(0)) {
      $0 + Int64($1.tensor.elementCount * max(4, $1.tensor.dtype.byteCount)) + 1024
    }
    // About twenty numbers a row, in the journal once and in the record twice.
    let rows = Int64(training.steps / max(1, training.logEvery) + 1)
    self.init(
      checkpointBytes: output.checkpoint ? tensors + queue : 0,
      checkpoints: Int64(output.checkpointKeep + (output.checkpointBest.isEmpty ? 1 : 2)),
      recordBytes: 1 << 20 + min(rows * 300, 16 << 20) + rows * 400,
      featureBytes: featureBytes)
  }

  /// Throws when the run cannot fit.
  ///
  /// - Parameters:
  ///   - available: bytes that can still be written there; nil where that is not known.
  ///   - used: what the run has on the disk already.
  package func check(available: Int64?, used: Int64, folder: String) throws(ExperimentError) {
    guard let available, bytes - used > available else { return }
    let features =
      featureBytes > 0 ? ", and \(Self.text(featureBytes)) for features of probed images" : ""
    throw ExperimentError(
      "\(folder): the run needs about \(Self.text(bytes - used)) on the disk "
        + "(\(checkpoints) checkpoints of \(Self.text(checkpointBytes)), and "
        + "\(Self.text(recordBytes)) for its record\(features)), but only "
        + "\(Self.text(available)) are free; make room, or keep fewer checkpoints "
        + "(output.checkpoint_keep, output.checkpoint=false)"
        + (featureBytes > 0 ? " or features in memory (evaluation.features=memory)" : ""))
  }

  /// "1.5 GB".
  package static func text(_ bytes: Int64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var value = Double(bytes)
    var unit = 0
    while value >= 999.95, unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    let tenths = (value * 10).rounded() / 10
    return unit == 0 ? "\(bytes) bytes" : "\(tenths) \(units[unit])"
  }
}

extension ExperimentConfiguration {
  /// Batches of embeddings that the Sinkhorn keeps, where it says so in a parameter `queue`.
  fileprivate var sinkhornQueueBatches: Int {
    guard case .int(let batches) = sinkhorn.canonical(semanticOnly: false)["queue"] else {
      return 0
    }
    return batches
  }
}
