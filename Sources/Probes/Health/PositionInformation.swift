import Foundation

/// What a patch's cluster tells of its place: "positional collapse" (paper, section 3) as a number.
///
/// Entropies are corrected for the number of samples (Miller and Madow), so that independent
/// clusters and places give about 0 rather than what chance co-occurrences make up.
package struct PositionInformation {
  /// I(cluster; position) in nat, 0 or more.
  package let information: Double
  /// The information over the clusters' entropy, 0 … 1; 0 where there is but one cluster.
  package let share: Double

  /// - Parameters:
  ///   - clusters: of each token.
  ///   - positions: of each token, 0 ..< `positionCount`.
  package init(clusters: [Int64], positions: [Int], positionCount: Int) {
    let clusterCount = Int(clusters.max() ?? 0) + 1
    var joint = [Int](repeating: 0, count: clusterCount * positionCount)
    var byCluster = [Int](repeating: 0, count: clusterCount)
    var byPosition = [Int](repeating: 0, count: positionCount)
    for (cluster, position) in zip(clusters, positions) {
      joint[Int(cluster) * positionCount + position] += 1
      byCluster[Int(cluster)] += 1
      byPosition[position] += 1
    }
    let clusterEntropy = Self.entropy(byCluster)
    information = max(0, clusterEntropy + Self.entropy(byPosition) - Self.entropy(joint))
    share = clusterEntropy > 0 ? min(1, information / clusterEntropy) : 0
  }

  private static func entropy(_ counts: [Int]) -> Double {
    let total = Double(counts.reduce(0, +))
    let present = counts.filter { $0 > 0 }
    guard total > 0 else { return 0 }
    let plain = -present.reduce(0.0) { $0 + Double($1) / total * log(Double($1) / total) }
    return plain + Double(present.count - 1) / (2 * total)
  }
}
