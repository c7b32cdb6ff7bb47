import CapiCore

/// Small components of every kind, so that these tests do not follow every change of the real ones.
enum SampleComponents {
  static func catalogs() throws -> [any AnyCatalog] {
    [
      try catalog(.target) {
        try add(Sample<EMA>.self, to: &$0)
        try add(Sample<Pixels>.self, to: &$0)
      },
      try catalog(.loss) {
        try add(Sample<Capi>.self, to: &$0)
        try add(Sample<Direct>.self, to: &$0)
      },
      try catalog(.masking) {
        try add(SampleMasking<Random>.self, to: &$0)
        try add(SampleMasking<InverseBlock>.self, to: &$0)
      },
      try catalog(.predictor) { try add(Sample<CrossAttention>.self, to: &$0) },
      try catalog(.positions) {
        try add(SampleRoPE.self, to: &$0)
        try add(Sample<Learnable>.self, to: &$0)
      },
      try catalog(.sinkhorn) { try add(Sample<Positionwise>.self, to: &$0) },
      try catalog(.dataset) { try add(Sample<Scenes>.self, to: &$0) },
      try catalog(.probe) {
        try add(Sample<KNN>.self, to: &$0)
        try add(Sample<ImageKNN>.self, to: &$0)
      },
    ]
  }

  typealias SampleCatalog = Catalog<String, Void>

  private static func catalog(
    _ kind: ComponentKind, _ fill: (inout SampleCatalog) throws -> Void
  ) throws -> SampleCatalog {
    var catalog = SampleCatalog(kind: kind)
    try fill(&catalog)
    return catalog
  }

  private static func add<C: Component>(_ type: C.Type, to catalog: inout SampleCatalog) throws {
    try catalog.register(type) { _, _ in C.name }
  }
}

/// Parameters that know the name of their component.
protocol NamedParameters: ParameterSet {
  static var component: String { get }
}

struct Sample<Parameters: NamedParameters>: Component {
  static var name: String { Parameters.component }
  static var summary: String { "The sample \(name)." }
}

protocol MaskingParameters: NamedParameters {
  var ratio: Double { get }
}

struct SampleMasking<Parameters: MaskingParameters>: PatchHiding {
  static var name: String { Parameters.component }
  static var summary: String { "The sample \(name)." }
  static func maskedTokens(_ parameters: Parameters, of tokens: Int) -> Int {
    Int((Double(tokens) * parameters.ratio).rounded(.down))
  }
}

struct SampleRoPE: Component {
  static let name = "rope"
  static let summary = "Axial rotary positions."
  static func check(_ parameters: NoParameters, _ shapes: ExperimentShapes) -> [ParameterIssue] {
    guard !shapes.headWidth.isMultiple(of: 4) else { return [] }
    return [
      ParameterIssue(
        key: "", message: "needs a head width divisible by 4, found \(shapes.headWidth)")
    ]
  }
}
