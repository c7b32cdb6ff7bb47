import Foundation
public import Store

/// What a sweep has produced so far: its plan and the records of its trials.
public struct SweepResults: Sendable {
  public let specification: SweepSpecification

  /// The trials in the order of the plan.
  public let trials: [SweepTrial]

  /// The value of the base on each axis as JSON text, in the order of the axes.
  package let baseValues: [String]

  public init(specification: SweepSpecification, trials: [SweepTrial]) {
    self.specification = specification
    self.trials = trials.sorted { $0.plan.number < $1.plan.number }
    baseValues = Self.baseValues(of: self.trials.map(\.plan))
  }

  /// The trials that have finished.
  public var finished: [SweepTrial] { trials.filter { $0.state == .done && $0.record != nil } }

  /// What the sweep asks: its `question` and the comment that opens its file, which often says more;
  /// else the `question` of the base experiment, else empty.
  public var question: String {
    let opening = specification.yaml.split(
      separator: "\n", omittingEmptySubsequences: false
    ).prefix { $0.hasPrefix("#") }
      // A line for an editor's language server is not part of the question.
      .filter { !$0.contains("yaml-language-server") }
      .map { $0.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces) }
    let comment = opening.joined(separator: "\n").trimmingCharacters(in: .newlines)
    let asked = specification.question
    if !asked.isEmpty, !comment.contains(asked) {
      return comment.isEmpty ? asked : "\(asked)\n\(comment)"
    }
    if !comment.isEmpty { return comment }
    struct Base: Decodable { let question: String? }
    let base = try? JSONDecoder().decode(
      Base.self, from: Data(specification.baseConfiguration.utf8))
    return base?.question ?? ""
  }

  /// The base is what has no overrides, else what is labelled "base", else the combination that
  /// most trials have.
  private static func baseValues(of plans: [TrialPlan]) -> [String] {
    if let base = plans.first(where: \.overrides.isEmpty)
      ?? plans.first(where: { $0.label == "base" })
    {
      return base.axisValues
    }
    let counts = Dictionary(grouping: plans, by: \.axisValues).mapValues(\.count)
    // The first of the most frequent, so that the answer does not depend on hashing.
    let most = counts.values.max()
    return plans.first { counts[$0.axisValues] == most }?.axisValues ?? []
  }
}
