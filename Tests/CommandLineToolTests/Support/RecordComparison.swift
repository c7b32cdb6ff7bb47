import Store

extension RunRecord {
  /// The metrics that must repeat bit by bit: all but those that measure time.
  var repeatable: [MetricStream] {
    metrics.map { stream in
      var stream = stream
      stream.wallTimes = []
      stream.columns.removeAll { $0.name == "images_per_second" }
      return stream
    }
  }
}
