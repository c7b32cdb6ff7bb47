internal import Foundation
internal import Store

/// The published scores of a plan's trials as columns: one for each source and metric.
struct PlanReferences {
  private var columns: [String] = []

  init(_ trials: [PlannedTrial]) {
    for trial in trials {
      for title in trial.references.map(Self.title) where !columns.contains(title) {
        columns.append(title)
      }
    }
  }

  var titles: [String] { columns }

  /// A trial that stands for several values has the scores of all, the first of each column.
  func cells(of trial: PlannedTrial) -> [String] {
    columns.map { column in
      trial.references.first { Self.title($0) == column }
        .map { String(format: "%.1f", $0.reference.score) } ?? ""
    }
  }

  private static func title(_ entry: TrialReference) -> String {
    "\(entry.reference.source): \(entry.reference.metric)"
  }
}
