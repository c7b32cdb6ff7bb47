import CapiCore
import NeuralNetworks
import Torch

/// Announces half of the patches and hides one fewer.
struct ShortMasking: MaskingComponent, MaskingStrategy {
  static let name = "short"
  static let summary = "Hides one patch too few."
  let tokens: Int

  static func maskedTokens(_ parameters: NoParameters, of tokens: Int) -> Int { tokens / 2 }
  static func make(_ parameters: NoParameters, grid: TokenGrid) -> any MaskingStrategy {
    Self(tokens: grid.tokenCount)
  }
  func hiddenPatches(using random: inout RandomStream) -> [Int] {
    random.permutation(tokens).prefix(tokens / 2 - 1).sorted()
  }
}

/// Hides the first half, whatever the random numbers say.
struct ConstantMasking: MaskingComponent, MaskingStrategy {
  static let name = "constant"
  static let summary = "Hides the first half."
  let tokens: Int

  static func maskedTokens(_ parameters: NoParameters, of tokens: Int) -> Int { tokens / 2 }
  static func make(_ parameters: NoParameters, grid: TokenGrid) -> any MaskingStrategy {
    Self(tokens: grid.tokenCount)
  }
  func hiddenPatches(using random: inout RandomStream) -> [Int] { Array(0..<tokens / 2) }
}

/// The squared distance to a projection of the target, with a fault to choose.
final class SquaredLoss: LossComponent, Loss {
  enum Fault: String, ParameterChoice { case none, detached, scaled, unrepeatable }

  struct Parameters: ParameterSet {
    var fault = Fault.none
    static var fields: [Field<Self>] { [Field("fault", \.fault, "What is wrong with it.")] }
  }

  static let name = "squared"
  static let summary = "Squared distance."

  private let fault: Fault
  private let head: Linear

  init(_ parameters: Parameters, _ context: LossContext) throws {
    fault = parameters.fault
    head = try Linear(
      from: context.predictionWidth, to: context.targetWidth, initializer: context.initializer)
  }

  static func make(_ parameters: Parameters, _ context: LossContext) throws -> any Loss {
    try SquaredLoss(parameters, context)
  }

  var studentHead: (any Module)? { head }
  var teacherHead: (any Module)? { nil }

  func callAsFunction(_ input: LossInput) throws -> LossOutput {
    var predictions = input.predictions
    switch fault {
    case .none: break
    case .detached: predictions = try predictions.detached()
    // The value of x with twice its gradient.
    case .scaled: predictions = try predictions * 2 - predictions.detached()
    case .unrepeatable: predictions = try predictions + Double(UInt64.random(in: 1...1 << 40))
    }
    let targets = try input.targets.flattened(0, 1).indexed(0, by: input.indices)
    let difference = try head(predictions) - targets
    return LossOutput(student: try (difference * difference).mean())
  }

  func step(fraction: Double, foundInfinite: Tensor?) throws -> [LoggedValue] { [] }
  var state: [Parameter] { [] }
}
