/// Rows of one attempt that lie behind the checkpoint from which a later attempt went on.
///
/// The later attempt made them again. They are kept, so that nothing recorded is lost and the two can
/// be compared.
public struct SupersededRows: Sendable, Equatable {
  /// The attempt that made them.
  public var attempt: Int64
  /// In the order in which they were superseded; a step may be there once only.
  public var metrics: [MetricStream]

  public init(attempt: Int64, metrics: [MetricStream] = []) {
    self.attempt = attempt
    self.metrics = metrics
  }
}
