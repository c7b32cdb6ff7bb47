public import Torch

/// Finds a backbone's tensors among everything that a file holds.
public enum BackboneState {
  /// What the names of a backbone begin with: in our checkpoints (`student/backbone/`), in released
  /// state dicts (`backbone.`), and in bare ones.
  public static func prefixes(preferring subject: String = "student") -> [String] {
    let other = subject == "student" ? "teacher" : "student"
    return ["\(subject)/backbone/", "\(other)/backbone/", "backbone.", ""]
  }

  /// The backbone's tensors under the names that ``Backbone`` has.
  ///
  /// Of a checkpoint, what does not belong to the backbone is left out. In other files every name
  /// counts: what the backbone does not have is surplus, and refused when it is loaded.
  ///
  /// - Throws: ``WeightFileError`` where no name looks like a backbone's.
  public static func select(
    from tensors: [String: Tensor], path: String, preferring subject: String = "student"
  ) throws(WeightFileError) -> [String: Tensor] {
    let marker = "patch_embed.weight"
    let known = prefixes(preferring: subject)
    guard let prefix = known.first(where: { tensors["\($0)\(marker)"] != nil }) else {
      let names = tensors.keys.sorted()
      let shown = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
      throw WeightFileError(
        path: path,
        reason: "holds no backbone: none of \(known.map { $0 + marker }.joined(separator: ", ")) "
          + "is among its \(names.count) names (\(shown))")
    }
    let isCheckpoint = prefix.hasSuffix("/")
    var weights: [String: Tensor] = [:]
    for (name, tensor) in tensors {
      if name.hasPrefix(prefix) {
        weights[String(name.dropFirst(prefix.count))] = tensor
      } else if !isCheckpoint {
        weights[name] = tensor
      }
    }
    return weights
  }
}
