import CapiCore
import NeuralNetworks
import TestSupport
import Testing
import Torch

/// The contracts catch what they are there for: each fake breaks one promise.
@Suite struct ContractTests {
  @Test func aMaskingThatHidesTooFewIsCaught() throws {
    #expect(
      try MaskingContract.violations(
        of: ShortMasking.self, grids: [TokenGrid(rows: 2, columns: 4)])
        == ["short on 2 × 4: image 0: 3 patches are hidden, 4 were announced"])
  }

  @Test func aMaskingWithoutRandomnessIsCaught() throws {
    #expect(
      try MaskingContract.violations(
        of: ConstantMasking.self, grids: [TokenGrid(rows: 2, columns: 4)])
        == [
          "constant on 2 × 4: all 50 images have one mask: it does not depend on the random numbers"
        ])
  }

  @Test func aCorrectLossHasNoViolations() throws {
    #expect(try LossContract.violations(of: SquaredLoss.self) == [])
  }

  @Test func aDetachedLossIsCaught() throws {
    var parameters = SquaredLoss.Parameters()
    parameters.fault = .detached
    let found = try LossContract.violations(of: SquaredLoss.self, parameters: parameters)
    #expect(found.count == 2)
    #expect(
      found.first
        == "squared, predictions of 16, targets of 16: no gradient reaches the predictions")
  }

  @Test func aWrongGradientIsCaught() throws {
    var parameters = SquaredLoss.Parameters()
    parameters.fault = .scaled
    let found = try LossContract.violations(of: SquaredLoss.self, parameters: parameters)
    #expect(found.count == 2)
    #expect(found.first?.contains("finite differences give") == true)
  }

  @Test func aLossThatForgetsItsSeedIsCaught() throws {
    var parameters = SquaredLoss.Parameters()
    parameters.fault = .unrepeatable
    let found = try LossContract.violations(of: SquaredLoss.self, parameters: parameters)
    #expect(found.contains { $0.hasSuffix("a second loss with the same seed gave another value") })
  }

  @Test func closenessCountsShapesAndNaN() throws {
    let ones = try Tensor.full([2], 1)
    #expect(try allClose(ones, try ones + 1e-9))
    #expect(try !allClose(ones, try ones + 1e-3))
    #expect(try !allClose(ones, try Tensor.full([2, 1], 1)))
    #expect(try !allClose(ones, try Tensor.full([2], .nan)))
  }

  @Test func theRecorderKeepsOrder() {
    let recorder = MemoryRecorder()
    let metric = MetricDefinition("loss", "the loss")
    for step in 0..<3 {
      recorder.record(
        StepRecord(
          step: step, epoch: 0, wallTime: 0, values: [LoggedValue(metric, Double(step))]))
    }
    recorder.note(step: 2, level: .warning, "late")
    #expect(recorder.values("loss") == [0, 1, 2])
    #expect(recorder.notes == [MemoryRecorder.Note(step: 2, level: .warning, text: "late")])
  }
}
