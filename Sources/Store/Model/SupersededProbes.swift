/// Results of probes of one attempt that lie behind the checkpoint from which a later attempt went on.
///
/// The later attempt measures them again. They are kept, so that nothing recorded is lost and the two
/// can be compared.
public struct SupersededProbes: Sendable, Equatable {
  /// The attempt that made the training step that was probed.
  public var attempt: Int64
  /// In the order in which they were superseded; each probe, subject and step once.
  public var results: [ProbeResult]

  public init(attempt: Int64, results: [ProbeResult] = []) {
    self.attempt = attempt
    self.results = results
  }
}
