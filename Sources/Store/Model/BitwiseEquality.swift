extension [Double] {
  /// True when both hold the same bits, NaNs included.
  func hasSameBits(as other: [Double]) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}
