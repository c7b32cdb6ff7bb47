import Components
import Experiments
import Foundation
import NeuralNetworks
import Store
import Testing

/// This program against the PyTorch implementation of Tests/ReferenceFixtures.
@Suite struct ReferenceFixtureTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("ReferenceFixtures")

  static let names = [
    "capi-standard-no-registers", "capi-mlp-sincos", "capi-hog", "ibot-mean-self-learnable",
    "ibot-sinkhorn-fused", "ibot-pixels-standard", "direct-huber-fused-sincos",
    "direct-mse-pixels-learnable", "direct-cosine-pixels-self-wide",
  ]

  private func path(_ name: String) -> String { Self.folder.appendingPathComponent(name).path }

  @Test(arguments: names, ComputeMode.Kernels.allCases)
  func agree(name: String, kernels: ComputeMode.Kernels) throws {
    let report = try ParityCheck(
      file: path("\(name).h5"), mode: ComputeMode(kernels: kernels)
    ).run()
    #expect(report.passed, "\(report.table)")
    let groups = report.groups.map(\.name)
    for group in [
      "forward: predictions", "losses", "gradients", "parameters after the step", "whole images",
    ] {
      #expect(groups.contains(group), "\(group)")
    }
  }

  /// A comparison that cannot fail says nothing.
  @Test(arguments: names) func disagreeBelowRounding(name: String) throws {
    #expect(try !ParityCheck(file: path("\(name).h5"), tolerance: 1e-12).run().passed)
  }

  @Test func everyFileIsCompared() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".h5") && $0 != "block-sizes.h5" }
    #expect(files.sorted() == Self.names.map { "\($0).h5" }.sorted())
  }

  @Test func blockSizesAreIJEPAs() throws {
    let file = try TensorFile.readForeign(path("block-sizes.h5"))
    guard case .float64(let inputs) = file.array("/in")?.values,
      case .int64(let sizes) = file.array("/out")?.values
    else {
      Issue.record("block-sizes.h5 lacks /in or /out")
      return
    }
    #expect(sizes.count == 280)
    for row in 0..<sizes.count / 2 {
      let grid = TokenGrid(rows: Int(inputs[4 * row]), columns: Int(inputs[4 * row + 1]))
      let size = BlockSize(scale: inputs[4 * row + 2], aspect: inputs[4 * row + 3], in: grid)
      #expect(size.rows == Int(sizes[2 * row]) && size.columns == Int(sizes[2 * row + 1]))
    }
  }
}
