import CapiCore

struct EMA: NamedParameters {
  static let component = "ema-teacher"
  var momentum = 0.99
  static var fields: [Field<Self>] {
    [Field("momentum", \.momentum, in: 0...1, "Share of itself that the teacher keeps.")]
  }
}

struct Pixels: NamedParameters {
  static let component = "pixels"
  static var fields: [Field<Self>] { [] }
}

struct Capi: NamedParameters {
  static let component = "capi"
  var prototypes = 128
  var temperature = 0.12
  static var fields: [Field<Self>] {
    [
      Field("prototypes", \.prototypes, in: 2...65536, "Clusters."),
      Field("temperature", \.temperature, in: 0.001...10, "The student's temperature."),
    ]
  }
}

struct Direct: NamedParameters {
  enum Distance: String, ParameterChoice { case huber, mse }
  static let component = "direct"
  var distance = Distance.huber
  static var fields: [Field<Self>] { [Field("distance", \.distance, "How to compare.")] }
}

struct Random: MaskingParameters {
  static let component = "random"
  var ratio = 0.9
  static var fields: [Field<Self>] { [Field("ratio", \.ratio, in: 0...1, "Masked share.")] }
}

struct InverseBlock: MaskingParameters {
  static let component = "inverse-block"
  var ratio = 0.65
  var roll = true
  static var fields: [Field<Self>] {
    [
      Field(
        "ratio", \.ratio, in: 0...1, unit: "fraction of the patches", "Masked share (Table 1)."),
      Field("roll", \.roll, "Shift the mask in a circle."),
    ]
  }
}

struct CrossAttention: NamedParameters {
  static let component = "cross-attention"
  var depth = 2
  static var fields: [Field<Self>] { [Field("depth", \.depth, in: 1...64, "Blocks.")] }
}

struct Learnable: NamedParameters {
  static let component = "learnable"
  static var fields: [Field<Self>] { [] }
}

struct Positionwise: NamedParameters {
  static let component = "positionwise"
  var iterations = 3
  static var fields: [Field<Self>] { [Field("iterations", \.iterations, in: 1...100, "Rounds.")] }
}

struct Scenes: NamedParameters {
  static let component = "scenes"
  var images = 1000
  var cache = ""
  static var fields: [Field<Self>] {
    [
      Field("images", \.images, in: 1...Int.max, "Training images."),
      Field("cache", \.cache, semantic: false, "Folder of decoded images."),
    ]
  }
}

struct KNN: NamedParameters {
  static let component = "knn-segmentation"
  var k = [1, 3, 10, 30]
  var ignoredLabels: [Int] = []
  static var fields: [Field<Self>] {
    [
      Field("k", \.k, in: 1...1000, "Neighbours that are tried."),
      Field("ignored_labels", \.ignoredLabels, in: 0...255, "Labels left out."),
    ]
  }
}

struct ImageKNN: NamedParameters {
  static let component = "knn-classification"
  var k = [1, 3, 10, 30]
  static var fields: [Field<Self>] {
    [Field("k", \.k, in: 1...1000, nonEmpty: true, "Neighbours that are tried.")]
  }
}
