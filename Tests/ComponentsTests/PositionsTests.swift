import CapiCore
import Components
import Foundation
import NeuralNetworks
import Testing
import Torch

@Suite struct SinCosPositionsTests {
  private func table(_ rows: Int, _ columns: Int, _ width: Int) throws -> [[Float]] {
    let table = try SinCosPositions().table(
      width: width, grid: TokenGrid(rows: rows, columns: columns), initializer: Initializer(seed: 0)
    )
    let places: PositionTable = try #require(table)
    let values = try places(batch: 1, indices: nil).elements(Float.self)
    return (0..<rows * columns).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }

  @Test func followsItsFormula() throws {
    let rows = try table(3, 5, 8)
    for (place, found) in rows.enumerated() {
      let (i, j) = (Double(place / 5), Double(place % 5))
      let wanted = [i, j].flatMap { [sin($0), sin($0 / 100), cos($0), cos($0 / 100)] }
      #expect(zip(found, wanted).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }
  }

  @Test func everyPlaceIsDifferentAndNothingIsLearned() throws {
    #expect(Set(try table(9, 7, 16)).count == 63)
    let table = try SinCosPositions().table(
      width: 8, grid: TokenGrid(rows: 2, columns: 2), initializer: Initializer(seed: 0))
    #expect(table?.parameters.isEmpty == true)
  }

  @Test func widthsThatAreNoMultipleOfFourAreRefused() throws {
    let shapes = ExperimentShapes(
      imageSize: 16, patch: 4, maskedTokens: 10, predictedTokens: 3, batch: 2, steps: 10,
      width: 10, depth: 1, heads: 2, registers: 4)
    #expect(
      SinCosPositions.check(.init(), shapes).map(\.message)
        == ["sincos needs a width that is a multiple of 4, found 10"])
    #expect {
      try table(2, 2, 10)
    } throws: { "\($0)" == "sincos: the width must be a multiple of 4, not 10" }
  }
}

@Suite struct MomentumCurveTests {
  @Test func runsAsNamed() {
    func value(_ curve: MomentumCurve, _ fraction: Double, _ progress: Double) -> Double {
      curve.momentum(0.9, fraction: fraction, progress: progress)
    }
    #expect(value(.constant, 0.3, 0.7) == 0.9)
    #expect(value(.schedule, 0, 0.5) == 1)
    #expect(abs(value(.schedule, 0.5, 0) - 0.95) < 1e-12)
    #expect(abs(value(.linear, 0, 0.5) - 0.95) < 1e-12)
    #expect(value(.linear, 0, 1) == 1)
    #expect(abs(value(.cosine, 0, 0) - 0.9) < 1e-12)
    #expect(abs(value(.cosine, 0, 0.5) - 0.95) < 1e-12)
    #expect(value(.cosine, 0, 1) == 1)
  }
}
