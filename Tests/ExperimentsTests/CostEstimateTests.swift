import CapiCore
import Experiments
import Testing
import YAML

@Suite struct CostEstimateTests {
  private func cost(_ overrides: String...) throws -> CostEstimate {
    try ExperimentResolver(catalogs: SampleComponents.catalogs()).load(
      "\(Fixtures.folder)/Valid/base.yaml", overrides: overrides
    ).cost
  }

  @Test func followsTheSizes() throws {
    let base = try cost()
    #expect(base.steps == 400)
    #expect(try cost("training.steps=800").operations == base.operations * 2)
    #expect(try cost("training.batch=128").operationsPerStep == base.operationsPerStep * 2)
    #expect(try cost("training.batch=128").memory > base.memory)
    #expect(try cost("model.depth=6").operationsPerStep > base.operationsPerStep * 1.5)
    #expect(try cost("training.steps=800").memory == base.memory)
    #expect(try cost("output.checkpoint=false").disk < base.disk)
    // Without a teacher its pass over the whole image falls away.
    #expect(try cost("target=pixels").operationsPerStep < base.operationsPerStep)
  }

  /// By hand: width 96, MLP of 4 widths, 3 blocks, 23 visible patches and 16 registers, 64 patches
  /// of 8 × 8 pixels, batch 64. Without a head or a predictor of known size.
  @Test func isWhatOneCountsByHand() throws {
    let found = try cost("loss=direct")
    let block = 12.0 * 96 * 96
    let patches = 2.0 * 3 * 64 * 96
    func blocks(_ tokens: Double) -> Double {
      3 * (2 * tokens * block + 4 * tokens * tokens * 96)
    }
    let teacher = blocks(80) + patches * 64
    let student = blocks(39) + patches * 39
    let depth = try Double(predictorDepth())
    let cross = depth * (2.0 * 2 * 10 * 96 * 96 + 4.0 * 39 * 96 * 96 + 4.0 * 2 * 39 * 96)
    #expect(found.operationsPerStep == 64 * (teacher + 3 * (student + cross)))
  }

  private func predictorDepth() throws -> Int {
    let experiment = try ExperimentResolver(catalogs: SampleComponents.catalogs()).load(
      "\(Fixtures.folder)/Valid/base.yaml")
    guard case .int(let depth)? = experiment.configuration.predictor.canonical["depth"] else {
      return 0
    }
    return depth
  }
}
