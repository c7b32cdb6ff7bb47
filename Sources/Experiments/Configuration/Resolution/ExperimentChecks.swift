import CapiCore
import YAML

/// What must fit together across the sections of an experiment.
///
/// A check is skipped when one of the values it compares was already refused: one fault, one line.
struct ExperimentChecks {
  let root: Node
  private(set) var collector: DiagnosticCollector

  init(root: Node, collector: DiagnosticCollector) {
    self.root = root
    self.collector = collector
  }

  /// Whether nothing was reported at or below a key, nor at the sections above it.
  func isSound(_ key: String) -> Bool {
    let components = KeyPathText(dotted: key).components
    return !collector.diagnostics.contains { fault in
      let other = fault.path.components
      return !other.isEmpty
        && (components.starts(with: other) || other.starts(with: components))
    }
  }

  mutating func checkSizes(_ images: ImagesSection, _ model: ModelSection) {
    let (low, high) = (images.cropScale[0], images.cropScale[1])
    if isSound("images.crop_scale"), low > high {
      report(
        ["images.crop_scale"],
        "the smallest scale comes first: write [\(high), \(low)] instead of [\(low), \(high)]")
    }
    if areSound("images.size", "model.patch"), !images.size.isMultiple(of: model.patch) {
      let patches = Self.nearest(to: model.patch) {
        $0 <= images.size && images.size.isMultiple(of: $0)
      }
      let sizes = Self.nearest(to: images.size) { $0.isMultiple(of: model.patch) }
      report(
        ["model.patch", "images.size"],
        "patches of \(model.patch) pixels do not divide images of \(images.size) pixels; "
          + "the nearest patches that do: \(patches); the nearest images.size: \(sizes)")
    }
    if areSound("model.width", "model.heads"), !model.width.isMultiple(of: model.heads) {
      // Rotary positions need heads whose width is a multiple of 4; a suggestion must not fail next.
      let widths = Self.nearest(to: model.width) { $0.isMultiple(of: 4 * model.heads) }
      report(
        ["model.width", "model.heads"],
        "the width \(model.width) is no multiple of the \(model.heads) heads; "
          + "the nearest widths that suit every position encoding: \(widths)")
    }
    if isSound("model.registers"), !model.registers.isMultiple(of: 4) {
      let counts = Self.nearest(to: model.registers, from: 0) { $0.isMultiple(of: 4) }
      report(
        ["model.registers"],
        "registers lie along the four edges of the image, so their number is a multiple of 4; "
          + "nearest: \(counts)")
    }
  }

  mutating func checkPrediction(_ prediction: PredictionSection, masked: Int?, tokens: Int) {
    guard let masked, areSound("masking", "images", "model.patch") else { return }
    if masked < 1 {
      report(["masking.ratio", "masking"], "none of the \(tokens) patches is masked; mask more")
      return
    }
    if masked >= tokens {
      report(
        ["masking.ratio", "masking"],
        "all \(tokens) patches are masked, so the student sees nothing; mask fewer")
      return
    }
    guard isSound("prediction") else { return }
    if let count = prediction.count, count > masked {
      report(
        ["prediction.count"],
        "\(count) patches cannot be predicted where \(masked) of \(tokens) are masked; "
          + "at most \(masked)")
    } else if prediction.tokens(ofMasked: masked) < 1 {
      report(
        ["prediction.fraction", "prediction", "masking.ratio", "masking"],
        path: "prediction.fraction",
        "\(prediction.fraction) of \(masked) masked patches is less than one; "
          + "raise it to \(Self.fraction(forOneOf: masked)) or more, or set prediction.count")
    }
  }

  mutating func checkComponents(
    _ components: [(path: String, selection: ComponentSelection)],
    _ catalogs: [ComponentKind: any AnyCatalog], _ shapes: ExperimentShapes
  ) {
    guard areSound("images", "model", "masking", "prediction", "training") else { return }
    for (path, selection) in components where isSound(path) {
      for issue in catalogs[selection.kind]?.check(selection, shapes) ?? [] {
        let key = issue.key.isEmpty ? path : "\(path).\(issue.key)"
        report([key, path], path: key, issue.message)
      }
    }
  }

  private func areSound(_ keys: String...) -> Bool { keys.allSatisfy(isSound) }

  /// Reports at the first of the keys that the file sets, or else at the top of the file.
  private mutating func report(_ keys: [String], path: String? = nil, _ message: String) {
    let set = keys.first { root[KeyPathText(dotted: $0)] != nil }
    let node = set.flatMap { root[KeyPathText(dotted: $0)] }
    collector.report(
      at: node?.location ?? root.location,
      path: KeyPathText(dotted: path ?? set ?? keys.first ?? ""), message)
  }

  /// "4, 8": the nearest admissible numbers below and above.
  private static func nearest(to value: Int, from lowest: Int = 1, where allowed: (Int) -> Bool)
    -> String
  {
    let below = value > lowest ? (lowest..<value).last(where: allowed) : nil
    let above = ((value + 1)...(value * 2 + 1024)).first(where: allowed)
    return [below, above].compactMap { $0.map(String.init) }.joined(separator: ", ")
  }

  /// The least fraction, in steps of 0.001, of which `masked` patches give one.
  private static func fraction(forOneOf masked: Int) -> Double {
    (1000 / Double(masked)).rounded(.up) / 1000
  }
}
