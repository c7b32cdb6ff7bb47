/// A component that can say how many patches it hides before any image is seen.
///
/// Configurations are checked with it: a masking that leaves nothing to see, or nothing to predict,
/// is refused before a run starts.
public protocol PatchHiding: Component {
  /// The number of hidden patches of an image of `tokens` patches; equal for all images.
  static func maskedTokens(_ parameters: Parameters, of tokens: Int) -> Int
}
