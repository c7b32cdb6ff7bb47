import CapiCore
import HuberizedClusterLoss
import TestSupport
import Testing
import Torch

@Suite struct ContractTests {
  /// Finite, repeatable, gradients that agree with finite differences and reach what they should.
  @Test(arguments: [0.5, 5, 100])
  func theLossKeepsItsPromises(limit: Double) throws {
    var parameters = HuberizedClusterLoss.Parameters()
    parameters.prototypes = 12
    parameters.limit = limit
    #expect(
      try LossContract.violations(of: HuberizedClusterLoss.self, parameters: parameters) == [])
  }

  /// Exact counts on any grid, equal masks from equal random numbers.
  @Test(arguments: [0.1, 0.65, 0.9])
  func theMaskingKeepsItsPromises(ratio: Double) throws {
    var parameters = StripesMasking.Parameters()
    parameters.ratio = ratio
    #expect(try MaskingContract.violations(of: StripesMasking.self, parameters: parameters) == [])
  }

  @Test func thePluginRegistersUnderItsName() throws {
    var registry = Registry()
    try registry.register(HuberizedClusterPlugin())
    #expect(
      registry.losses.descriptions.map { [$0.name, $0.origin] }
        == [["huberized-cluster", "huberized-cluster-loss"]])
    #expect(registry.maskings.descriptions.map(\.name) == ["stripes"])
  }
}
