import Foundation
import Store
import Testing

/// Features in a file of half precision.
@Suite struct FeaturesOnDiskTests {
  @Test func `score as those in memory do, and leave no file`() async throws {
    let folder = try TinyFiles.folder()
    var spreads: [[Double]] = []
    for place in ["memory", "disk"] {
      let result = try await Capi.run(
        [
          "run", "experiment.yaml", "-o", place, "evaluation.features=\(place)",
          "probes=[{name: knn-segmentation, k: [1, 3]}, {name: logistic-segmentation, c_steps: 3}, "
            + "representation-health]",
        ], in: folder)
      #expect(result.code == 0, "\(result.errors)")
      let record = try RunStore.read(RunFolder(folder.url(place)))
      let scores = record.probes.flatMap(\.scores)
      #expect(scores.contains { $0.name == "mIoU" && $0.value > 0 })
      // Numbers that a rounded feature moves a little, not by a whole patch.
      spreads.append(
        scores.filter { ["effective_rank", "mean_direction", "feature_norm"].contains($0.name) }
          .map(\.value))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.url(place))
      #expect(!names.contains { $0.hasPrefix(".") })
    }
    #expect(spreads[0].count == 12)
    for (memory, disk) in zip(spreads[0], spreads[1]) {
      #expect(abs(memory - disk) <= 0.01 * abs(memory))
    }
  }
}
