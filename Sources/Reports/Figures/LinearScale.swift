import Foundation

/// Maps a range of values to a range of coordinates, with round numbers to mark.
struct LinearScale {
  let domain: ClosedRange<Double>
  /// The coordinates of the two ends; the first may be the larger.
  let from: Double
  let to: Double
  let ticks: [Double]
  private let step: Double

  /// Widens `low…high` to round numbers, about `count` steps apart.
  init(_ low: Double, _ high: Double, from: Double, to: Double, count: Int) {
    self.from = from
    self.to = to
    var (low, high) = (low, high)
    if !low.isFinite || !high.isFinite || !(high - low).isFinite { (low, high) = (0, 1) }
    // Steps must be larger than the distance between neighbouring numbers.
    if high - low <= max(abs(low), abs(high)) * 1e-12 {
      let room = max(abs(low) * 0.05, 1e-9)
      (low, high) = (low - room, low + room)
    }
    let raw = (high - low) / Double(max(1, count))
    let power = pow(10, floor(log10(raw)))
    let ratio = raw / power
    let factor: Double =
      switch ratio {
      case ..<1.5: 1
      case ..<3.5: 2
      case ..<7.5: 5
      default: 10
      }
    step = power * factor
    let first = (low / step).rounded(.down)
    let last = (high / step).rounded(.up)
    domain = (first * step)...(last * step)
    // Only the steps that a drawing can hold: a range without extent cannot ask for more.
    let steps = min(max(Int(last - first), 1), 100)
    let stepSize = step
    ticks = (0...steps).map { (first + Double($0)) * stepSize }
  }

  func callAsFunction(_ value: Double) -> Double {
    from + (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * (to - from)
  }

  /// A tick's text: as many decimals as the step needs.
  func label(_ tick: Double) -> String {
    if tick == 0 { return "0" }
    if abs(tick) >= 1e6 || step < 1e-4 { return String(format: "%.4g", tick) }
    let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
    return String(format: "%.\(decimals)f", tick)
  }
}
