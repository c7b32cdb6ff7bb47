/// The weights with which input pixels of one axis make output pixels.
///
/// Cubic convolution with a = -1/2 (Keys, 1981), widened by the reduction factor so that nothing
/// above the output's resolution remains (antialiasing), as Pillow and torchvision do it.
struct BicubicFilter {
  /// First input pixel of each output pixel.
  let starts: [Int]
  /// How many input pixels make each output pixel.
  let counts: [Int]
  /// `[output, taps]`: the weights, zero beyond the count; each row adds up to 1.
  let weights: [Float]
  /// Row length of `weights`.
  let taps: Int

  /// The weights for an axis of `input` pixels becoming `output` pixels.
  init(input: Int, output: Int) {
    let scale = Double(input) / Double(output)
    let stretch = max(scale, 1)
    let support = 2 * stretch
    taps = Int(support.rounded(.up)) * 2 + 1
    var starts: [Int] = []
    var counts: [Int] = []
    var weights = [Float](repeating: 0, count: output * taps)
    for pixel in 0..<output {
      let centre = (Double(pixel) + 0.5) * scale
      let first = max(0, Int(centre - support + 0.5))
      let last = min(input, Int(centre + support + 0.5))
      let row = (first..<last).map { Self.cubic((Double($0) - centre + 0.5) / stretch) }
      let sum = row.reduce(0, +)
      for (tap, weight) in row.enumerated() {
        weights[pixel * taps + tap] = Float(weight / sum)
      }
      starts.append(first)
      counts.append(last - first)
    }
    self.starts = starts
    self.counts = counts
    self.weights = weights
  }

  private static func cubic(_ distance: Double) -> Double {
    let a = -0.5
    let x = abs(distance)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}
