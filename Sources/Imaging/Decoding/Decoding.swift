/// How much of a JPEG's detail is decoded.
public enum Decoding: Sendable, Hashable {
  /// Every pixel.
  case full
  /// The image at 1/2, 1/4 or 1/8 of its size, whichever is the smallest at which no crop has fewer
  /// than `size` pixels along a side; at full size where none is. A crop's shorter side is at least
  /// that of the image, or the root of `share` times its area, whichever is less.
  ///
  /// The decoder then leaves out the high frequencies of each block of 8 × 8 pixels, which takes a
  /// fraction of the time and gives slightly other pixels than decoding all and resizing. Images
  /// that are not JPEG are decoded in full.
  case reduced(size: Int, share: Double)

  /// By how much an image of a size is reduced: 1, 2, 4 or 8.
  public func divisor(width: Int, height: Int) -> Int {
    guard case .reduced(let size, let share) = self else { return 1 }
    let area = Double(width) * Double(height)
    let side = min(Double(min(width, height)), (area * share).squareRoot())
    return [8, 4, 2].first { side / Double($0) >= Double(size) } ?? 1
  }
}
