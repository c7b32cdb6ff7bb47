import Probes
import Testing
import Torch

@Suite struct LogisticRegressionTests {
  private struct Expected: Decodable {
    struct Fit: Decodable {
      let c: Double
      let objective: Double
      let predictions: [Int64]
    }
    let channels: Int
    let classes: Int
    let features: [Float]
    let labels: [Int64]
    let fits: [Fit]
  }

  @Test func everyCReachesScikitLearnsObjectiveAndPredictions() throws {
    let expected = try Fixture.read("logistic.json", as: Expected.self)
    let features = try Tensor(
      expected.features, shape: [expected.labels.count, expected.channels])
    let regression = try LogisticRegression(
      FeatureRows(features), labels: expected.labels, classes: expected.classes)
    let solver = LBFGS(gradientTolerance: 1e-6, maximumIterations: 1000)
    #expect(expected.fits.count == 8)
    var start: [Double]?
    for fit in expected.fits {
      let model = try regression.fit(c: fit.c, from: start, by: solver)
      start = model.values
      #expect(abs(model.objective - fit.objective) < 1e-5, "C = \(fit.c): \(model.objective)")
      let predictions = try LogisticRegression.predict(
        model.values, classes: expected.classes, features: FeatureRows(features))
      let same = zip(predictions, fit.predictions).count { $0 == $1 }
      // A point on a border may fall on either side.
      #expect(same >= predictions.count - 1, "C = \(fit.c)")
    }
  }

  @Test func theGradientIsThatOfTheObjective() throws {
    let labels = (0..<30).map { Int64($0 % 3) }
    let regression = try LogisticRegression(
      FeatureRows(try normalFeatures(30, 2)), labels: labels, classes: 3)
    var random = RandomStream(seed: 4, purpose: "test")
    let point = (0..<9).map { _ in random.normal() }
    let gradient = try regression.objective(point, c: 0.5).gradient
    for index in point.indices {
      // A step that float32 products can resolve.
      var (up, down) = (point, point)
      up[index] += 1e-2
      down[index] -= 1e-2
      let slope =
        try (regression.objective(up, c: 0.5).value - regression.objective(down, c: 0.5).value)
        / 2e-2
      #expect(abs(slope - gradient[index]) < 1e-4)
    }
  }

  @Test func blocksChangeNothing() throws {
    // 70,000 rows of 64 channels are more than one block.
    let features = try normalFeatures(70_000, 64)
    let labels = try features.narrowed(1, from: 0, count: 3).argmax(1).elements(Int64.self)
    let whole = try LogisticRegression(FeatureRows(features), labels: labels, classes: 3)
    let halves = try [0, 35_000].map { start in
      try LogisticRegression(
        FeatureRows(features.narrowed(0, from: start, count: 35_000)),
        labels: Array(labels[start..<start + 35_000]), classes: 3)
    }
    let point = (0..<195).map { Double($0 % 7) * 0.1 }
    let together = try whole.objective(point, c: 1e12).value
    let apart = try halves.map { try $0.objective(point, c: 1e12).value }
    #expect(abs(together - (apart[0] + apart[1]) / 2) < 1e-9)
  }
}
