import CapiCore
import Torch

/// The k × distance grid of a k-NN probe.
struct NeighbourGrid: Sendable {
  let counts: [Int]
  let distances: [Distance]

  struct Setting: Sendable {
    let count: Int
    let distance: Distance

    var text: [String: String] { ["k": String(count), "distance": distance.rawValue] }
  }

  /// Vectors whose classes are known.
  struct References {
    let features: FeatureRows
    /// 0 ..< classes, one a row.
    let labels: [Int64]
  }

  /// What came of choosing a setting.
  struct Choice {
    let trials: [ProbeOutcome.Trial]
    let chosen: Setting
    /// Of every test vector, with the chosen setting.
    let predictions: [Int64]
    let warnings: [String]
  }

  /// Chooses the setting that is best on validation vectors, and answers with it on test vectors.
  ///
  /// Features are standardised on the references. A k above the number of references is left out,
  /// with a warning.
  ///
  /// - Parameters:
  ///   - name: the probe's, for messages.
  ///   - fit: the references while choosing.
  ///   - score: of predictions on the validation vectors, higher is better; may be NaN.
  ///   - whole: the references of the answer: those of `fit` and of validation.
  /// - Throws: ``ProbeError`` where no k can be tried.
  func choose(
    name: String, classes: Int, fit: References, validation: FeatureRows,
    score: ([Int64]) -> Double, whole: References, test: FeatureRows
  ) throws -> Choice {
    let possible = counts.filter { $0 <= fit.labels.count }
    guard let smallest = counts.min() else {
      throw ProbeError("\(name): 'k' is empty; name at least one")
    }
    guard !possible.isEmpty else {
      throw ProbeError(
        "\(name): the smallest k is \(smallest), but there are \(fit.labels.count) references to "
          + "choose with; give a smaller k or more training images")
    }
    let tried = try NeighbourGrid(counts: possible, distances: distances).predictions(
      fit, classes: classes, queries: validation
    ).map { (setting: $0.setting, score: score($0.predictions)) }
    guard let best = tried.max(by: { $0.score < $1.score || $0.score.isNaN }) else {
      throw ProbeError("\(name): 'distances' is empty; name at least one")
    }
    let answer = try NeighbourGrid(
      counts: [best.setting.count], distances: [best.setting.distance]
    ).predictions(whole, classes: classes, queries: test)
    let left = counts.filter { $0 > fit.labels.count }.map(String.init)
    return Choice(
      trials: tried.map { .init(setting: $0.setting.text, validation: $0.score) },
      chosen: best.setting, predictions: answer[0].predictions,
      warnings: (left.isEmpty
        ? []
        : [
          "k = \(left.joined(separator: ", ")) was not tried: there are "
            + "\(fit.labels.count) references to choose with"
        ])
        + GridEdge.warnings(
          "k", possible.map(Double.init), chosen: Double(best.setting.count), smallestPossible: 1))
  }

  /// Predictions on `queries` for every setting, distance by distance.
  private func predictions(
    _ known: References, classes: Int, queries: FeatureRows
  ) throws(TorchError) -> [(setting: Setting, predictions: [Int64])] {
    let standardise = try Standardisation(known.features)
    let references = try known.features.standardised(by: standardise).held()
    let queries = try queries.standardised(by: standardise).held()
    let targets = try Tensor(
      known.labels, shape: [known.labels.count], device: references.device)
    var results: [(setting: Setting, predictions: [Int64])] = []
    for distance in distances {
      let neighbours = NearestNeighbours(
        references: references, labels: targets, classes: classes, distance: distance)
      let winners = try neighbours.classify(queries, counts: counts)
      results += zip(counts, winners).map { (Setting(count: $0, distance: distance), $1) }
    }
    return results
  }
}
