import Foundation
import Store
import Testing

/// Features in a file of half precision.
@Suite struct FeaturesOnDiskTests {
  @Test func `score as those in memory do, and leave no file`() async throws {
    let folder = try TinyFiles.folder()
    var scores: [[Double]] = []
    for place in ["memory", "disk"] {
      let result = try await Capi.run(
        [
          "run", "experiment.yaml", "-o", place, "evaluation.features=\(place)",
          "probes=[{name: knn-segmentation, k: [1, 3]}, {name: logistic-segmentation, c_steps: 3}, "
            + "representation-health]",
        ], in: folder)
      #expect(result.code == 0, "\(result.errors)")
      let record = try RunStore.read(RunFolder(folder.url(place)))
      scores.append(record.probes.flatMap { $0.scores.map(\.value) })
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.url(place))
      #expect(!names.contains { $0.hasPrefix(".") })
    }
    #expect(scores[0].count == scores[1].count)
    for (memory, disk) in zip(scores[0], scores[1]) {
      #expect(abs(memory - disk) <= 2 + 0.02 * abs(memory))
    }
  }
}
