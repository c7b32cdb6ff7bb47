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
