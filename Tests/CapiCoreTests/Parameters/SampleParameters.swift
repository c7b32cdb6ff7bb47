import CapiCore

/// One parameter of every type.
struct SampleParameters: ParameterSet, Equatable {
  enum Distance: String, ParameterChoice {
    case huber, mse
    case cosine = "l2-cosine"
  }

  var count = 4
  var ratio = 0.65
  var roll = true
  var label = "patch"
  var distance = Distance.huber
  var limit: Int?
  var scale = [0.6, 1.0]
  var neighbours = [1, 3]
  var distances: [Distance] = []
  var threads = 0

  init() {}

  static var fields: [Field<Self>] {
    [
      Field("count", \.count, in: 1...Int.max, unit: "blocks", "How many."),
      Field("ratio", \.ratio, in: 0...1, "Which share."),
      Field("roll", \.roll, "Whether to roll."),
      Field("label", \.label, "What to call it."),
      Field("distance", \.distance, "How to compare."),
      Field("limit", \.limit, in: 1...10, "At most."),
      Field("scale", \.scale, in: 0.01...1, count: 2, "From and to."),
      Field("neighbours", \.neighbours, in: 1...100, "Which k."),
      Field("distances", \.distances, "All ways to compare."),
      Field("threads", \.threads, in: 0...64, semantic: false, "How fast."),
    ]
  }
}
