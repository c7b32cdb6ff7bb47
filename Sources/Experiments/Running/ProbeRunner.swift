import CapiCore
import Imaging
import NeuralNetworks
import Probes
import Store

/// Asks every probe of an experiment about every subject.
struct ProbeRunner {
  let probes: [(selection: ComponentSelection, probe: any Probe)]
  let source: FeatureSource
  let shapes: ExperimentShapes
  let seed: UInt64

  /// Bytes of the patch features that are on the disk at the same time, at most: two for each value
  /// of all training and test images of one probe, and of the other network's test images where it
  /// compares the two. 0 where features stay in memory.
  func bytesOnDisk(_ evaluation: EvaluationSection) -> Int64 {
    guard source.cacheFolder != nil else { return 0 }
    var channels = 0
    if evaluation.subjects.contains(.rawPixels) { channels = 3 * shapes.patch * shapes.patch }
    if evaluation.every > 0 || evaluation.subjects.contains(where: { $0 != .rawPixels }) {
      channels = max(channels, shapes.width)
    }
    let pictures = probes.map { entry in
      let images = entry.probe.images
      let test = source.pictures(.test, images)
      return source.pictures(.train, images) + (entry.probe.comparesNetworks ? 2 : 1) * test
    }
    return 2 * Int64(pictures.max() ?? 0) * Int64(shapes.gridRows * shapes.gridColumns * channels)
  }

  /// The probes' questions about one subject.
  ///
  /// - Parameters:
  ///   - backbone: nil for raw pixels.
  ///   - counterpart: the other network, for probes that compare two.
  ///   - step: the last training step; −1 before any.
  func questions(
    about subject: ProbeSubject, _ backbone: Backbone?, counterpart: Backbone? = nil, step: Int64
  ) -> ProbeQuestions {
    ProbeQuestions(
      runner: self, subject: subject, backbone: backbone, counterpart: counterpart, step: step)
  }
}
