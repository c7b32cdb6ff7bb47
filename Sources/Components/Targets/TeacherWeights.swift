import NeuralNetworks
import Torch

/// Finds an encoder's weights among everything a file holds.
enum TeacherWeights {
  /// Where encoders are kept: our checkpoints, released state dicts, bare ones.
  static let prefixes = ["teacher/backbone/", "teacher.backbone.", "backbone.", ""]

  /// The encoder's tensors under the names that ``Encoder`` has; the predictor's are left out.
  ///
  /// - Parameter prefix: what the names begin with; `nil` for the first of ``prefixes`` that fits.
  static func select(
    from file: [String: Tensor], prefix: String?, path: String
  ) throws(FrozenTeacherError) -> [String: Tensor] {
    let marker = "patch_embed.weight"
    let candidates = prefix.map { [$0] } ?? prefixes
    guard let found = candidates.first(where: { file["\($0)\(marker)"] != nil }) else {
      throw FrozenTeacherError(
        path: path, tried: candidates.map { "\($0)\(marker)" }, names: file.keys.sorted())
    }
    var weights: [String: Tensor] = [:]
    for (name, tensor) in file where name.hasPrefix(found) {
      let own = String(name.dropFirst(found.count))
      if own != "mask_token" && !own.hasPrefix("decoder.") { weights[own] = tensor }
    }
    return weights
  }
}

/// Weights that cannot be a frozen teacher.
public struct FrozenTeacherError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  init(path: String, tried: [String], names: [String]) {
    let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    description =
      "\(path) holds no encoder: none of \(tried.joined(separator: ", ")) is among its "
      + "\(names.count) names (\(shown)); set target.prefix to what they begin with"
  }

  init(path: String, shape: EncoderShape, mismatch: StateMismatch) {
    description =
      "\(path) does not fit a teacher of width \(shape.width), \(shape.depth) blocks, patch "
      + "\(shape.patch) and \(shape.registers) registers; set target.model or its keys\n\(mismatch)"
  }
}
