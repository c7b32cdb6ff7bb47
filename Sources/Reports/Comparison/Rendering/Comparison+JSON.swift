import Foundation
import Store

extension Comparison {
  /// The comparison as JSON with sorted keys, all digits kept. Absent values are left out.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let document = Document(
      axis: axis, reference: reference.map(Document.Reference.init),
      rows: rows.map { .init($0, metrics: metrics) }, remarks: remarks)
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}

private struct Document: Encodable {
  struct Row: Encodable {
    let kind: Comparison.Kind
    let setting: String
    let axis: String?
    let n: Int
    let planned: Int
    let seeds: [Int64]
    let metrics: [Cell]

    init(_ row: Comparison.Row, metrics: [Comparison.Metric]) {
      kind = row.kind
      setting = row.label
      axis = row.axis
      n = row.seeds.count
      planned = row.planned
      seeds = row.seeds
      self.metrics = zip(metrics, row.cells).map(Cell.init)
    }
  }

  struct Cell: Encodable {
    struct Value: Encodable {
      let seed: Int64
      let value: Double
    }
    struct Interval: Encodable {
      let lower: Double
      let upper: Double

      init(_ interval: BootstrapInterval) {
        lower = interval.lower
        upper = interval.upper
      }
    }
    struct Difference: Encodable {
      let n: Int
      let mean: Double?
      let sd: Double?
      let seeds: [Int64]
      let interval: Interval?
      let test: PairedTest.Method?
      let p: Double?
      let pHolm: Double?
      let cohensD: Double?
      let hedgesG: Double?

      enum CodingKeys: String, CodingKey {
        case n, mean, sd, seeds, interval, test, p
        case pHolm = "p_holm"
        case cohensD = "cohens_d"
        case hedgesG = "hedges_g"
      }
    }

    let name: String
    let unit: String
    let direction: Direction
    let values: [Value]
    let mean: Double?
    let sd: Double?
    let interval: Interval?
    let delta: Difference?
    let reference: Double?
    let best: Bool
    let comparable: Bool

    init(_ metric: Comparison.Metric, _ cell: Comparison.Cell) {
      name = metric.name
      unit = metric.unit
      direction = metric.direction
      values = cell.values.sorted { $0.key < $1.key }.map { Value(seed: $0.key, value: $0.value) }
      mean = cell.summary.mean
      sd = cell.summary.standardDeviation
      interval = cell.interval.map(Interval.init)
      let inference = cell.inference
      delta = cell.difference.map {
        Difference(
          n: $0.summary.count, mean: $0.summary.mean, sd: $0.summary.standardDeviation,
          seeds: $0.pairs.map(\.seed), interval: inference.map { Interval($0.interval) },
          test: inference?.test?.method, p: inference?.test?.p, pHolm: inference?.correctedP,
          cohensD: inference?.effect?.cohensD, hedgesG: inference?.effect?.hedgesG)
      }
      reference = cell.reference
      best = cell.isBest
      comparable = cell.isComparable
    }
  }

  struct Reference: Encodable {
    struct Agreement: Encodable {
      let axis: String?
      let metric: String
      let kendallsTau: Double
      let settings: Int

      enum CodingKeys: String, CodingKey {
        case axis, metric, settings
        case kendallsTau = "kendalls_tau_b"
      }
    }
    let source: String
    let agreements: [Agreement]

    init(_ reference: Comparison.Reference) {
      source = reference.source
      agreements = reference.agreements.map {
        Agreement(axis: $0.axis, metric: $0.metric, kendallsTau: $0.tau, settings: $0.count)
      }
    }
  }

  let axis: String
  let reference: Reference?
  let rows: [Row]
  let remarks: [String]
}
