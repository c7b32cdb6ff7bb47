import Store

extension RunRecord {
  /// The metrics that must repeat bit by bit: all but those that measure time.
  var repeatable: [MetricStream] {
    metrics.map { stream in
      var stream = stream
      stream.wallTimes = []
      stream.attempts = []
      stream.columns.removeAll(where: \.measuresTime)
      return stream
    }
  }
}
