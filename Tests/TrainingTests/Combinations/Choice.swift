import CapiCore
import Testing
import Torch
import YAML

/// One registered component with parameters that suit a tiny experiment.
struct Choice: Sendable, CustomTestStringConvertible {
  let name: String
  /// Parameters as YAML, `head: mlp, head_hidden: 8`.
  let parameters: String

  var testDescription: String { parameters.isEmpty ? name : "\(name) {\(parameters)}" }

  func selection(_ catalog: any AnyCatalog) throws -> ComponentSelection {
    var collector = DiagnosticCollector()
    let node = try Document.parse(
      "{name: \(name)\(parameters.isEmpty ? "" : ", ")\(parameters)}", file: "choice")
    let selection = catalog.select(
      node, at: .root, defaultName: nil, sectionLocation: node.location, into: &collector)
    try collector.throwIfAny()
    return try #require(selection)
  }

  /// Every registered component of a kind, in every variant that ``variants`` lists for it; a
  /// component registered tomorrow is here with its defaults.
  static func all(_ catalog: any AnyCatalog) -> [Choice] {
    catalog.names.flatMap { name in
      (variants[catalog.kind]?[name] ?? [""]).map { Choice(name: name, parameters: $0) }
    }
  }

  /// The same, one entry a component.
  static func groups(_ catalog: any AnyCatalog) -> [Variants] {
    let all = all(catalog)
    return catalog.names.map { name in
      Variants(name: name, choices: all.filter { $0.name == name })
    }
  }

  private static let variants: [ComponentKind: [String: [String]]] = [
    .target: ["frozen-teacher": ["weights: teacher, width: 12, heads: 3, patch: 4"]],
    .loss: [
      "capi": [
        "prototypes: 4",
        "prototypes: 4, head: mlp, head_hidden: 8, head_bottleneck: 6, bias: false",
      ],
      "ibot": [
        "prototypes: 4, head_hidden: 8, head_bottleneck: 6",
        "prototypes: 4, head: linear, centring: sinkhorn",
      ],
      "direct": ["distance: huber", "distance: mse, target_layer_norm: false", "distance: cosine"],
    ],
    .masking: ["block": ["", "roll: true"]],
    .predictor: [
      "cross-attention": ["depth: 1, width: 12, heads: 3"], "self-attention": ["depth: 1"],
    ],
  ]
}

/// A registered component in all its variants.
struct Variants: Sendable, CustomTestStringConvertible {
  let name: String
  let choices: [Choice]

  var testDescription: String { name }

  /// One of them, another for each combination.
  func pick(using random: inout RandomStream) -> Choice {
    choices[random.integer(below: choices.count)]
  }
}
