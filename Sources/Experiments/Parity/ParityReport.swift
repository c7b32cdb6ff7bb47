import Foundation
import Torch

/// How far this program is from a reference, group by group.
public struct ParityReport: Sendable, Equatable {
  public struct Group: Sendable, Equatable {
    public let name: String
    /// Tensors compared.
    public private(set) var tensors = 0
    /// Largest over the tensors of max |ours − reference| / max |reference|.
    public private(set) var largestError = 0.0
    /// The tensor with the largest error.
    public private(set) var worst = ""

    init(_ name: String) { self.name = name }

    mutating func add(_ name: String, error: Double) {
      tensors += 1
      if worst.isEmpty || error > largestError || error.isNaN {
        (largestError, worst) = (error, name)
      }
    }
  }

  public let tolerance: Double
  public internal(set) var groups: [Group] = []
  /// Arrays of the file that no group covers: parity with them is not claimed.
  public internal(set) var notCompared: [String] = []
  /// Elements left out of comparisons because only rounding decides them; see
  /// ``RoundingElements``.
  public private(set) var leftOut = 0
  /// Whether the file has gradients of RoPE's frequencies that own kernels do not make.
  var hasFrequencyGradients = false

  public var passed: Bool {
    notCompared.isEmpty && groups.allSatisfy { $0.largestError <= tolerance }
  }

  mutating func add(_ group: String, _ name: String, error: Double) {
    if let index = groups.firstIndex(where: { $0.name == group }) {
      groups[index].add(name, error: error)
    } else {
      var new = Group(group)
      new.add(name, error: error)
      groups.append(new)
    }
  }

  /// - Parameter leavingOut: row-major positions that say nothing.
  mutating func add(
    _ group: String, _ name: String, _ ours: Tensor, _ reference: Tensor,
    leavingOut: Set<Int> = []
  ) throws {
    guard ours.shape == reference.shape else {
      throw ExperimentError(
        "\(name): ours has shape \(ours.shape), the reference \(reference.shape)")
    }
    let (a, b) = (try ours.elements(Double.self), try reference.elements(Double.self))
    var (difference, size) = (0.0, 0.0)
    leftOut += leavingOut.count
    for (index, (x, y)) in zip(a, b).enumerated() where !leavingOut.contains(index) {
      difference = (x - y).isNaN ? .nan : max(difference, abs(x - y))
      size = max(size, abs(y))
    }
    add(group, name, error: difference == 0 ? 0 : difference / max(size, 1e-12))
  }

  /// One line a group.
  public var table: String {
    let width = (groups.map(\.name.count) + [5]).max() ?? 5
    var lines = [
      "group".padded(width) + "  tensors  largest error  where"
    ]
    for group in groups {
      let mark = group.largestError <= tolerance ? "" : "  ABOVE \(tolerance)"
      lines.append(
        group.name.padded(width)
          + String(format: "  %7d  %13.2e  ", group.tensors, group.largestError)
          + group.worst + mark)
    }
    if leftOut > 0 {
      lines.append(
        "left out: \(leftOut) elements after steps whose gradient was below "
          + "\(RoundingElements.threshold) of their tensor's largest (AdamW divides by the "
          + "gradient's own size, so rounding decides them)")
    }
    if hasFrequencyGradients {
      lines.append(
        "gradients of RoPE's frequencies, which nothing trains: compared with libtorch's operations alone"
      )
    }
    if !notCompared.isEmpty {
      lines.append("not compared: \(notCompared.joined(separator: ", "))")
    }
    lines.append(
      passed ? "all groups agree to \(tolerance) relative" : "PARITY FAILS at \(tolerance)")
    return lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
