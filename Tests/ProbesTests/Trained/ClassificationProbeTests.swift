import CapiCore
import Imaging
import Probes
import Testing
import Torch

@Suite struct ClassificationProbeTests {
  private let info = DatasetInfo(
    name: "test", classNames: ["a", "b", "c"], labelConvention: "", fingerprint: "test")

  /// Patch 0 tells the class; the other three are noise.
  private func data(_ count: Int, seed: UInt64, telling: Bool = true) throws -> ProbeData {
    var random = RandomStream(seed: seed, purpose: "test")
    let labels = (0..<count).map { _ in random.integer(below: 3) }
    let values = labels.flatMap { label in
      (0..<4).flatMap { patch in
        (0..<3).map { channel in
          Float(random.normal() * 0.1 + (telling && patch == 0 && channel == label ? 1 : 0))
        }
      }
    }
    let patches = try Tensor(values, shape: [count, 4, 3])
    return ProbeData(
      patches: patches, pooled: try patches.mean([1]), labels: labels, pixelLabels: [])
  }

  private func input(_ train: ProbeData, _ test: ProbeData, _ info: DatasetInfo) -> ProbeInput {
    ProbeInput(
      train: train, test: test, info: info, gridRows: 2, gridColumns: 2, patch: 2, seed: 1)
  }

  private func parameters<P: ProbeTraining>(_ type: P.Type) -> P {
    var parameters = P()
    parameters.learningRates = [1e-3, 3e-2]
    parameters.weightDecays = [0, 0.1]
    parameters.epochs = 15
    parameters.batch = 16
    return parameters
  }

  /// A probe of some kind with these parameters, changed.
  private func make(
    _ type: any ProbeComponent.Type, _ change: (inout any ProbeTraining) -> Void = { _ in }
  ) throws -> any Probe {
    func make<P: ProbeComponent>(_ type: P.Type) throws -> any Probe {
      let kind = try #require(P.Parameters.self as? any ProbeTraining.Type)
      var training: any ProbeTraining = parameters(kind)
      change(&training)
      return try type.make(try #require(training as? P.Parameters))
    }
    return try make(type)
  }

  @Test(arguments: [
    LinearClassification.self as any ProbeComponent.Type, AttentiveClassification.self,
  ])
  func featuresThatTellTheClassAreLearnt(_ type: any ProbeComponent.Type) throws {
    let outcome = try make(type).evaluate(
      input(try data(150, seed: 1), try data(60, seed: 2), info))
    #expect(outcome.scores.map(\.metric.name) == ["top1"])
    #expect(outcome.scores[0].value >= 98)
    #expect(outcome.grid.count == (type == LinearClassification.self ? 12 : 4))
    #expect(outcome.confusion.flatMap { $0 }.reduce(0, +) == 60)
    #expect(
      // Of two rates each is an edge.
      outcome.warnings.contains { $0.hasPrefix("the best learning rate is the ") })
  }

  @Test(arguments: [
    LinearClassification.self as any ProbeComponent.Type, AttentiveClassification.self,
  ])
  func theChosenClassifierLearnsFromAllTrainingImages(_ type: any ProbeComponent.Type) throws {
    // Class 'c' stands in the validation images alone: without them it is never named.
    var random = RandomStream(seed: 1, purpose: "probe-validation")
    let held = Set(random.permutation(40).prefix(4))
    func data(_ labels: [Int]) throws -> ProbeData {
      let values = labels.flatMap { label in
        (0..<4).flatMap { _ in (0..<3).map { Float($0 == label ? 1 : 0) } }
      }
      let patches = try Tensor(values, shape: [labels.count, 4, 3])
      return ProbeData(
        patches: patches, pooled: try patches.mean([1]), labels: labels, pixelLabels: [])
    }
    let probe = try make(type) {
      $0.learningRates = [3e-2]
      $0.weightDecays = [0]
      $0.epochs = 40
    }
    let outcome = try probe.evaluate(
      input(
        try data((0..<40).map { held.contains($0) ? 2 : $0 % 2 }), try data([2, 2, 0, 1]), info))
    #expect(outcome.grid.allSatisfy { $0.validation == 0 })
    #expect(outcome.scores[0].value == 100)
  }

  @Test func theVectorsThatAreReadCanBeChosen() throws {
    var parameters = parameters(LinearClassification.Parameters.self)
    parameters.vectors = [.mean]
    let train = try data(150, seed: 1)
    let test = try data(60, seed: 2)
    // What is not read does not matter.
    let blind = { (data: ProbeData) in
      ProbeData(
        patches: data.patches, pooled: try data.pooled * 0, labels: data.labels, pixelLabels: [])
    }
    let outcome = try LinearClassification.make(parameters).evaluate(
      input(try blind(train), try blind(test), info))
    #expect(outcome.grid.count == 4)
    #expect(outcome.chosen["features"] == "mean")
    #expect(outcome.scores[0].value >= 98)
    let all = try make(LinearClassification.self).evaluate(input(train, test, info))
    let means = all.grid.filter { $0.setting["features"] == "mean" }
    #expect(means.map(\.validation) == outcome.grid.map(\.validation))
  }

  @Test func accuracyAtChanceAndAnAbsentClassAreSaid() throws {
    // Four classes are named, none is 'd' in training, one is in the test split.
    let four = DatasetInfo(
      name: "test", classNames: ["a", "b", "c", "d"], labelConvention: "", fingerprint: "test")
    let train = try data(40, seed: 1)
    let test = try data(12, seed: 2)
    let wrong = ProbeData(
      patches: test.patches, pooled: test.pooled,
      labels: test.labels.enumerated().map { $0.offset == 0 ? 3 : ($0.element + 1) % 3 },
      pixelLabels: [])
    let outcome = try make(LinearClassification.self).evaluate(input(train, wrong, four))
    #expect(
      outcome.warnings.contains(
        "in the test split but in no training example, so never predicted: d"))
    #expect(outcome.warnings.contains { $0.hasPrefix("no better than chance: always naming '") })
  }

  @Test func aLinearProbeBelowNeighboursIsSaid() {
    func scores(_ linear: Double, _ neighbours: Double) -> [String] {
      ProbeComparison.warnings { probe, score in
        score == "top1"
          ? ["linear-classification": linear, "knn-classification": neighbours][probe] : nil
      }
    }
    #expect(
      scores(50, 61.24) == [
        "linear-classification is 11.2 points of top1 below knn-classification; a linear probe "
          + "that loses to k-NN is seldom trained well: widen its grid or train it longer"
      ])
    #expect(scores(62, 61).isEmpty)
  }

  @Test func moreThanFiveClassesHaveATop5() throws {
    let names = DatasetInfo(
      name: "test", classNames: (0..<6).map(String.init), labelConvention: "", fingerprint: "t")
    let outcome = try make(LinearClassification.self).evaluate(
      input(try data(60, seed: 1), try data(20, seed: 2), names))
    #expect(outcome.scores.map(\.metric.name) == ["top1", "top5"])
    #expect(outcome.scores[1].value == 100)
  }
}
