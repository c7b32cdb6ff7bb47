import CapiCore
import Components
import NeuralNetworks
import Testing
import Torch
import Training

// One suite, one after the other: the number of threads belongs to the whole process.
@Suite(.serialized) struct TrainingStepTests {
  init() { Runtime.start() }

  @Test func aTinyTrainingLearns() throws {
    let experiment = try TinyExperiment.standard()
    let losses = try (0..<200).map { try #require(experiment.run($0)["loss"]) }
    let (early, late) = (losses[5..<10].reduce(0, +) / 5, losses[195..<200].reduce(0, +) / 5)
    // Guessing costs log 16 = 2.77.
    #expect(late < early - 0.3, "from \(early) to \(late)")
    #expect(late < 2.6, "from \(early) to \(late)")
  }

  /// That the number of threads changes nothing is for a process of its own to show
  /// (`ReproducibilityTests`): it is one number for the process, and must not change under other tests.
  @Test func oneSeedGivesOneResult() throws {
    func run(seed: UInt64 = 1) throws -> [[String: Double]] {
      let experiment = try TinyExperiment.standard(seed: seed)
      return try (0..<6).map(experiment.run)
    }
    let first = try run()
    #expect(try run() == first)
    #expect(try run(seed: 2) != first)
  }

  @Test func aNumberThatIsNotFiniteChangesNothing() throws {
    let experiment = try TinyExperiment.standard()
    _ = try experiment.run(10)
    let before = try experiment.step.student.parameters.map { try $0.tensor.elements(Float.self) }
    let values = try experiment.step(
      try TinyExperiment.images(step: 11) * Double.nan,
      masks: try experiment.masks.masks(step: 11, batch: TinyExperiment.batch, device: .cpu),
      step: 11)
    #expect(values.contains { $0.metric.name == "loss" && $0.value.isNaN })
    let after = try experiment.step.student.parameters.map { try $0.tensor.elements(Float.self) }
    #expect(after == before)
  }

  @Test func masksDependOnSeedAndStepAlone() throws {
    let sampler = try TinyExperiment.standard().masks
    func draw(_ step: Int) throws -> [Int64] {
      let masks = try sampler.masks(step: step, batch: 4, device: .cpu)
      return try masks.visible.elements() + masks.predicted.elements()
    }
    let seventh = try draw(7)
    _ = try draw(3)
    #expect(try draw(7) == seventh)
    #expect(try draw(8) != seventh)
    let masks = try sampler.masks(step: 0, batch: 4, device: .cpu)
    let visible = Set(try masks.visible.elements(Int64.self))
    let predicted = try masks.predicted.elements(Int64.self)
    #expect(visible.count == 4 * 6)
    #expect(Set(predicted).count == 4 * 5)
    #expect(visible.isDisjoint(with: predicted))
  }
}
