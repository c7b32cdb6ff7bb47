/// Encoder and predictor together: what the student trains and the EMA teacher follows.
public final class Backbone: Module {
  public let encoder: Encoder
  public let predictor: any Predictor

  public init(encoder: Encoder, predictor: any Predictor) {
    self.encoder = encoder
    self.predictor = predictor
  }

  public var children: [(path: String, module: any Module)] { [("", encoder), ("", predictor)] }
}
