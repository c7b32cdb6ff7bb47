import Foundation
import CapiCore

extension Confusion {
  /// What makes these counts doubtful.
  ///
  /// - Parameters:
  ///   - training: how often each class stands in the training split.
  ///   - what: what was counted, "pixels" or "images".
  func warnings(training: [Int64], classNames: [String], what: String) -> [String] {
    var result: [String] = []
    let truth = rows.map { $0.reduce(0, +) }
    let total = truth.reduce(0, +)
    let absent = truth.indices.filter { truth[$0] > 0 && training[$0] == 0 }
    if !absent.isEmpty {
      let names = absent.map { $0 < classNames.count ? classNames[$0] : String($0) }
      result.append(
        "in the test split but in no training example, so never predicted: "
          + names.joined(separator: ", "))
    }
    // What a predictor reaches that always says the most frequent training class.
    guard total > 0, let frequent = training.indices.max(by: { training[$0] < training[$1] })
    else { return result }
    let chance = Double(truth[frequent]) / Double(total)
    if accuracy <= chance {
      let percent = (chance * 1000).rounded() / 10
      result.append(
        "no better than chance: always naming '\(classNames[frequent])' gets \(percent) % of the "
          + "test \(what) right")
    }
    return result
  }
}

/// A choice at the edge of what was tried may not be the best there is.
enum GridEdge {
  /// - Parameters:
  ///   - values: what was tried.
  ///   - smallestPossible: no warning at this value, since nothing lies beyond it.
  static func warnings(
    _ name: String, _ values: [Double], chosen: Double, smallestPossible: Double? = nil
  ) -> [String] {
    guard let low = values.min(), let high = values.max(), low < high else { return [] }
    if chosen == high {
      return ["the best \(name) is the largest that was tried, \(text(high)); try larger ones"]
    }
    if chosen == low, low != smallestPossible {
      return ["the best \(name) is the smallest that was tried, \(text(low)); try smaller ones"]
    }
    return []
  }

  /// A number as people write it: 30, 0.001, 1e-06.
  static func text(_ value: Double) -> String {
    if let whole = Int(exactly: value), whole.magnitude < 1_000_000 { return String(whole) }
    return String(format: "%.4g", value)
  }
}

/// Probes of the same features that contradict each other.
public enum ProbeComparison {
  private static let pairs = [
    (fitted: "logistic-segmentation", neighbours: "knn-segmentation", score: "mIoU"),
    (fitted: "linear-classification", neighbours: "knn-classification", score: "top1"),
  ]

  /// A linear probe below k-NN was most likely not trained well.
  ///
  /// - Parameter value: the value of a probe's score on one subject; nil where it was not asked.
  public static func warnings(
    _ value: (_ probe: String, _ score: String) -> Double?
  ) -> [String] {
    return pairs.compactMap { pair in
      guard let fitted = value(pair.fitted, pair.score),
        let neighbours = value(pair.neighbours, pair.score), fitted < neighbours
      else { return nil }
      let gap = ((neighbours - fitted) * 10).rounded() / 10
      return "\(pair.fitted) is \(gap) points of \(pair.score) below \(pair.neighbours); a linear "
        + "probe that loses to k-NN is seldom trained well: widen its grid or train it longer"
    }
  }
}
