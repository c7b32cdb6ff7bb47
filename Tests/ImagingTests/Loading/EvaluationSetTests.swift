import Imaging
import Testing

@Suite struct EvaluationSetTests {
  private let dataset = NumberedDataset(trainCount: 10)

  @Test func picturesComeInOrderWithTheirLabels() throws {
    let set = try EvaluationSet(
      dataset: dataset, split: .train, size: 8, normalisation: .unit, workers: 3)
    let all = try set.all()
    #expect(all.count == 10)
    #expect(all.sampleIndices == Array(0..<10))
    #expect(all.labels == [0, 1, 0, 1, 0, 1, 0, 1, 0, 1])
    #expect(all.images.count == 10 * 3 * 64)
    #expect((0..<10).map { Int((all.images[$0 * 192] * 255).rounded()) } == Array(0..<10))
    let row: [UInt8] = [0, 0, 0, 0, 1, 1, 1, 1]
    #expect(all.pixelLabels == Array((0..<80).map { _ in row }.joined()))
  }

  @Test func batchesAreSlicesOfTheWholeForAnyNumberOfWorkers() throws {
    let framing = Framing.crops(count: 3, minimumSide: 0.4)
    let all = try EvaluationSet(
      dataset: dataset, split: .train, size: 8, framing: framing, seed: 5, workers: 1
    ).all()
    let set = try EvaluationSet(
      dataset: dataset, split: .train, size: 8, framing: framing, seed: 5, workers: 4)
    #expect(set.count == 30)
    #expect(all.sampleIndices == (0..<30).map { $0 / 3 })
    let part = try set.batch(7..<19)
    #expect(part.images == Array(all.images[(7 * 192)..<(19 * 192)]))
    #expect(part.labels == Array(all.labels[7..<19]))
    #expect(part.pixelLabels == Array(all.pixelLabels[(7 * 64)..<(19 * 64)]))
    #expect(try set.batch(4..<4).count == 0)
  }

  @Test func cropsDifferAndTheirLabelsAreCutAlike() throws {
    let set = try EvaluationSet(
      dataset: dataset, split: .train, size: 16, framing: .crops(count: 8, minimumSide: 1),
      limit: 1, normalisation: .unit, seed: 1)
    let all = try set.all()
    var pictures: Set<[Float]> = []
    for crop in 0..<8 {
      pictures.insert(Array(all.images[(crop * 768)..<((crop + 1) * 768)]))
      for x in 0..<16 {
        // Squares of the full height are not resized: green is 12 times the column in the image.
        let column = Int((all.images[crop * 768 + 256 + x] * 255 / 12).rounded())
        #expect(all.pixelLabels[crop * 256 + x] == (column < 10 ? 0 : 1))
      }
    }
    #expect(pictures.count > 1)
  }

  @Test func theCentreIsTheLargestSquare() throws {
    let set = try EvaluationSet(
      dataset: dataset, split: .train, size: 16, framing: .centre, limit: 1, normalisation: .unit)
    let all = try set.all()
    #expect(Int((all.images[256] * 255).rounded()) == 2 * 12)
    #expect(Int((all.images[256 + 15] * 255).rounded()) == 17 * 12)
  }

  @Test func aLimitIsSpreadEvenly() throws {
    let set = try EvaluationSet(dataset: dataset, split: .train, size: 8, limit: 4)
    #expect(try set.all().sampleIndices == [0, 2, 5, 7])
    #expect(try EvaluationSet(dataset: dataset, split: .train, size: 8, limit: 99).count == 10)
  }

  @Test(arguments: [1, 2, 5])
  func theFirstBrokenImageIsReported(_ workers: Int) throws {
    let set = try EvaluationSet(
      dataset: NumberedDataset(trainCount: 10, broken: [3, 4, 8]), split: .train, size: 8,
      workers: workers)
    #expect(throws: ImagingError.damaged(path: "image-3", reason: "made so")) { try set.all() }
    #expect(try set.batch(0..<3).count == 3)
  }

  @Test func parametersOutOfRangeAreRefused() throws {
    #expect(throws: ImagingError.parameter(name: "limit", reason: "0 is below 1")) {
      try EvaluationSet(dataset: dataset, split: .train, size: 8, limit: 0)
    }
    #expect(throws: ImagingError.parameter(name: "eval_crops", reason: "0 is outside 1 … 10000")) {
      try EvaluationSet(
        dataset: dataset, split: .train, size: 8, framing: .crops(count: 0, minimumSide: 1))
    }
    #expect(
      throws: ImagingError.parameter(
        name: "minimum_side", reason: "0.0 is not within (0, 1]")
    ) {
      try EvaluationSet(
        dataset: dataset, split: .train, size: 8, framing: .crops(count: 2, minimumSide: 0))
    }
    #expect(throws: ImagingError.nothingLeft(split: .test, count: 0)) {
      try EvaluationSet(dataset: dataset, split: .test, size: 8)
    }
    let set = try EvaluationSet(dataset: dataset, split: .train, size: 8)
    #expect(throws: ImagingError.index(11, split: .train, count: 10)) { try set.batch(5..<12) }
  }
}
