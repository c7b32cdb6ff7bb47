import Foundation
public import Torch

/// A recording as lines to read: the operations that took most of a step.
public enum ProfileText {
  /// - Parameters:
  ///   - shares: as ``Torch/Profiler/stop(writing:)`` gives them.
  ///   - steps: steps recorded.
  ///   - count: operations named; the others are one line.
  public static func lines(
    _ shares: [Profiler.Share], steps: Int, count: Int = 15
  ) -> [String] {
    // Where a device works, what waits for it is not counted as well.
    let hasDevice = shares.contains(where: \.isOnDevice)
    let counted = shares.filter { $0.isOnDevice == hasDevice }
    let total = counted.reduce(0) { $0 + $1.seconds }
    guard total > 0, steps > 0 else { return [] }
    func line(_ name: String, _ seconds: Double, _ calls: Int) -> String {
      let milliseconds = String(format: "%10.2f", 1e3 * seconds / Double(steps))
      let share = String(format: "%5.1f %%", 100 * seconds / total)
      let number = String(format: "%8.1f", Double(calls) / Double(steps))
      return "\(milliseconds) ms \(share) \(number) ×  \(shown(name))"
    }
    let others = counted.dropFirst(count)
    return counted.prefix(count).map { line($0.name, $0.seconds, $0.calls) }
      + (others.isEmpty
        ? []
        : [
          line(
            "\(others.count) other operations", others.reduce(0) { $0 + $1.seconds },
            others.reduce(0) { $0 + $1.calls })
        ]) + [line("all operations, a step", total, counted.reduce(0) { $0 + $1.calls })]
  }

  /// The backward pass of a kernel has a name of C++.
  private static func shown(_ name: String) -> String {
    guard name.hasPrefix("torch::autograd::CppNode<"), let last = name.split(separator: ":").last
    else { return name }
    return "gradient of \(last.filter { $0 != ">" })"
  }
}
