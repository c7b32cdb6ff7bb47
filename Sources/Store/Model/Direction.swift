/// Which way a quantity improves.
public enum Direction: String, Sendable, Codable, CaseIterable {
  /// Larger is better: accuracy, mIoU.
  case higher
  /// Smaller is better: a loss.
  case lower
  /// Neither: a learning rate, an entropy.
  case none
}
