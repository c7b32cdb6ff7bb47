/// Everything one run leaves behind in its `run.h5`, as plain values.
///
/// Equality is bit by bit, so that two records with the same NaN in the same row are equal and
/// 0.0 differs from -0.0. The layout in the file is documented in `docs/hdf5-schema.md`.
public struct RunRecord: Sendable, Equatable {
  /// Who the run is and how far it came.
  public var header: RunHeader
  /// Logged values, one stream for each rate of logging ("train", "validation").
  public var metrics: [MetricStream]
  /// Rows that a resumed run made again, by the attempt that made them first.
  public var superseded: [SupersededRows]
  /// Results of probes that lie behind the checkpoint from which a later attempt went on.
  public var supersededProbes: [SupersededProbes]
  /// What probes measured, baselines included.
  public var probes: [ProbeResult]
  /// Image labels of the samples in each split.
  public var labels: [LabelSplit]
  /// The configuration as it was resolved and as it was written.
  public var configuration: ConfigurationRecord
  /// What is needed to say where the numbers come from.
  public var provenance: Provenance
  /// Files beside `run.h5` that belong to the run.
  public var artifacts: [Artifact]
  /// What happened, in order.
  public var events: [RunEvent]

  public init(
    header: RunHeader, metrics: [MetricStream] = [], superseded: [SupersededRows] = [],
    supersededProbes: [SupersededProbes] = [], probes: [ProbeResult] = [],
    labels: [LabelSplit] = [], configuration: ConfigurationRecord = ConfigurationRecord(),
    provenance: Provenance = Provenance(), artifacts: [Artifact] = [], events: [RunEvent] = []
  ) {
    self.header = header
    self.metrics = metrics
    self.superseded = superseded
    self.supersededProbes = supersededProbes
    self.probes = probes
    self.labels = labels
    self.configuration = configuration
    self.provenance = provenance
    self.artifacts = artifacts
    self.events = events
  }

  /// The stream of that name, if one was logged.
  public func metricStream(_ name: String) -> MetricStream? {
    metrics.first { $0.name == name }
  }
}
