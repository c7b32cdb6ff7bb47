import Foundation
import Testing

/// The grids in `sweeps/` against the paper's table.
@Suite struct PaperGridTests {
  private struct Row: Equatable, CustomStringConvertible {
    let label: String
    let scores: [Double]
    var description: String { "\(label) \(scores)" }

    init(_ label: String, _ scores: Double...) {
      self.label = label
      self.scores = scores
    }

    init(_ trial: Plan.Trial) {
      label = trial.label
      scores = trial.references.map(\.score)
    }
  }

  private struct Plan: Decodable {
    struct Trial: Decodable {
      struct Reference: Decodable {
        let source, metric: String
        let score: Double
      }
      struct Cost: Decodable {
        let operations, memoryBytes, gpuHours: Double
        let parameters: Int
      }
      let label, id: String
      let references: [Reference]
      let cost: Cost
    }
    struct Off: Decodable { let label: String }
    let trials: [Trial]
    let off: [Off]
  }

  /// Table 1 and the training lengths of Fig. 6.
  private let paper = [
    Row("base", 29.1, 81.4),
    Row("predictor=fused", 23.8, 73.1), Row("predictor=split, self-attention", 27.9, 77.7),
    Row("masking=random", 23.6, 76.4), Row("masking=block", 25.6, 79.9),
    Row("masking=inverse block", 27.2, 80.7),
    Row("loss=none / I-JEPA", 23.7, 79.3), Row("loss=MLP / iBOT", 1.7, 11.1),
    Row("loss=MLP / CAPI", 26.4, 80.8),
    Row("images.crop_scale=[0.2, 1.0]", 27.9, 81.4),
    Row("images.crop_scale=[1.0, 1.0]", 28.9, 80.9),
    Row("masking.ratio=0.55", 28.0, 81.1), Row("masking.ratio=0.75", 28.1, 81.2),
    Row("predictor shape=5 × 1536", 30.9, 81.5), Row("predictor shape=21 × 768", 28.3, 81.3),
    Row("model.registers=0", 25.9, 79.3),
    Row("positions=learnable", 30.0, 81.6),
    Row("sinkhorn=standard", 28.5, 81.3),
    Row("loss.prototypes=1024", 14.9, 73.8), Row("loss.prototypes=2048", 19.8, 77.4),
    Row("loss.prototypes=4096", 27.5, 80.7), Row("loss.prototypes=8192", 28.5, 81.3),
    Row("loss.prototypes=32768", 29.1, 81.7),
    Row("training.steps=25000"), Row("training.steps=50000"), Row("training.steps=200000"),
  ]

  private func plan(_ file: String, _ arguments: [String] = []) async throws -> Plan {
    let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in
      folder.deletingLastPathComponent()
    }
    let folder = try TemporaryFolder()
    let result = try await Capi.run(
      ["sweep", "plan", root.appending(path: file).path, "--json"] + arguments, in: folder)
    #expect(result.code == 0, "\(result.errors)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Plan.self, from: Data(result.output.utf8))
  }

  @Test func theFileHoldsTheTableRowByRow() async throws {
    let plan = try await plan("sweeps/paper-ablation.yaml")
    #expect(plan.trials.map(Row.init) == paper)
    #expect(Set(plan.trials.map(\.id)).count == 26)
    #expect(plan.off.map(\.label) == ["data=ImageNet-1k", "data=LVD-142M"])
    let metrics = Set(plan.trials.flatMap { $0.references.map { "\($0.source) \($0.metric)" } })
    #expect(metrics == ["paper ade20k_knn_miou", "paper in1k_attentive_top1"])
  }

  @Test func theRowsWithOtherDataAreOnWhenTheirFoldersAreGiven() async throws {
    let plan = try await plan(
      "sweeps/paper-ablation.yaml", ["variables.imagenet_1k=/data/a", "variables.lvd_142m=/data/b"])
    #expect(plan.trials.count == 28)
    #expect(plan.off.isEmpty)
    let data = plan.trials.map(Row.init).filter { $0.label.hasPrefix("data=") }
    #expect(data == [Row("data=ImageNet-1k", 28.0, 81.7), Row("data=LVD-142M", 30.6, 81.2)])
  }

  @Test func theSmallGridHasTheSameRows() async throws {
    let plan = try await plan("sweeps/small-ablation.yaml")
    #expect(plan.trials.map { $0.references.map(\.score) } == paper.map(\.scores))
    func axis(_ label: String) -> Substring? { label.split(separator: "=").first }
    #expect(plan.trials.map { axis($0.label) } == paper.map { axis($0.label) })
  }

  /// A ViT-L has 303 million parameters, the predictor of 12 blocks 151 million, 16,384 prototypes
  /// of 1,024 channels 17 million.
  @Test func costsAreThoseOfTheModel() async throws {
    let trials = try await plan("sweeps/paper-ablation.yaml").trials
    let base = try #require(trials.first?.cost)
    #expect(abs(Double(base.parameters) / 470.6e6 - 1) < 0.01)
    let short = try #require(trials.first { $0.label == "training.steps=25000" }?.cost)
    #expect(abs(short.operations * 4 / base.operations - 1) < 1e-9)
    // Seven predictions an image cost little: the prototypes' scores of all tokens cost more.
    let few = try #require(trials.first { $0.label == "loss.prototypes=1024" }?.cost)
    #expect(few.operations < base.operations)
    #expect(few.memoryBytes < base.memoryBytes)
    #expect(base.gpuHours > 100)
  }
}
