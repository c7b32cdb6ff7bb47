/// Vision transformers by name: width, depth and heads as the field uses the words.
public enum ModelSize: String, Sendable, CaseIterable {
  /// No size of its own.
  case custom
  case tiny = "vit-tiny"
  case small = "vit-small"
  case base = "vit-base"
  case large = "vit-large"

  /// Channels, blocks and attention heads; `nil` for ``custom``. A head has 64 channels.
  public var sizes: (width: Int, depth: Int, heads: Int)? {
    switch self {
    case .custom: nil
    case .tiny: (192, 12, 3)
    case .small: (384, 12, 6)
    case .base: (768, 12, 12)
    case .large: (1024, 24, 16)
    }
  }
}
