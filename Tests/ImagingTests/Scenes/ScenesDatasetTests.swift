import Imaging
import Testing

@Suite struct ScenesDatasetTests {
  private func fingerprint(_ values: [UInt8]) -> String {
    let hash = values.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    return String(hash, radix: 16)
  }

  @Test func scenesStayWhatTheyAre() throws {
    // Results are compared across versions: change the data set's version with these.
    let dataset = try ScenesDataset(seed: 7, size: 64, trainCount: 4, testCount: 2)
    let labels = try (0..<4).map {
      fingerprint(try dataset.sample(.train, at: $0).labelMap!.labels)
    }
    #expect(
      labels == [
        "8568064ce54dd47e", "1eb5517dc4367bf9", "2091b5f718564521", "f9fc1c9c96e13139",
      ])
    let pixels = fingerprint(try dataset.sample(.test, at: 1).image.pixels)
    #expect(pixels == "8cba7b75ee507bcd")
  }

  @Test func aSampleIsAFunctionOfSeedSplitAndIndex() throws {
    let dataset = try ScenesDataset(seed: 7, size: 32, trainCount: 9, testCount: 9)
    let larger = try ScenesDataset(seed: 7, size: 32, trainCount: 900, testCount: 1)
    #expect(try dataset.sample(.train, at: 5) == larger.sample(.train, at: 5))
    #expect(try dataset.sample(.train, at: 0).image != dataset.sample(.test, at: 0).image)
    let other = try ScenesDataset(seed: 8, size: 32, trainCount: 9, testCount: 9)
    #expect(try dataset.sample(.train, at: 0).image != other.sample(.train, at: 0).image)
  }

  @Test func aSceneIsTheSameAtEverySize() throws {
    let small = try ScenesDataset(seed: 3, size: 48, trainCount: 30, testCount: 0)
    let large = try ScenesDataset(seed: 3, size: 144, trainCount: 30, testCount: 0)
    var agreeing = 0
    for index in 0..<30 {
      let fine = try large.sample(.train, at: index)
      let coarse = try small.sample(.train, at: index)
      #expect(fine.label == coarse.label)
      // The middle one of 3×3 fine pixels has the coarse pixel's centre.
      for y in 0..<48 {
        for x in 0..<48
        where fine.labelMap![3 * x + 1, 3 * y + 1] == coarse.labelMap![x, y] { agreeing += 1 }
      }
    }
    #expect(Double(agreeing) / (30 * 48 * 48) > 0.999)
  }

  @Test func everyCategoryAndKindOccursWithASaneFrequency() throws {
    let dataset = try ScenesDataset(seed: 11, size: 32, trainCount: 400, testCount: 0)
    var pixels = [Int](repeating: 0, count: 10)
    var kinds = [Int](repeating: 0, count: 6)
    for index in 0..<400 {
      let sample = try dataset.sample(.train, at: index)
      kinds[sample.label!] += 1
      for label in sample.labelMap!.labels { pixels[Int(label)] += 1 }
    }
    for category in SceneCategory.allCases {
      let share = Double(pixels[Int(category.rawValue)]) / Double(400 * 32 * 32)
      #expect(share > 0.01 && share < 0.3, "\(category.name): \(share)")
    }
    for kind in SceneKind.allCases { #expect((35...110).contains(kinds[kind.rawValue])) }
  }

  @Test func thingsAreInTheirPlaces() throws {
    let dataset = try ScenesDataset(seed: 12, size: 32, trainCount: 200, testCount: 0)
    var (upperSky, lowerSky, upperGround, lowerGround) = (0, 0, 0, 0)
    for index in 0..<200 {
      let map = try dataset.sample(.train, at: index).labelMap!
      for y in 0..<32 {
        for x in 0..<32 {
          let category = SceneCategory(rawValue: map[x, y])!
          if category == .sky { if y < 16 { upperSky += 1 } else { lowerSky += 1 } }
          if category == .grass || category == .road {
            if y < 16 { upperGround += 1 } else { lowerGround += 1 }
          }
        }
      }
    }
    #expect(upperSky > 5 * lowerSky)
    #expect(lowerGround > 5 * upperGround)
  }

  @Test func aPatchesMeanColourDoesNotTellItsCategory() throws {
    // Nearest category mean of 4×4 patches' colours: better than chance, far from solved.
    let dataset = try ScenesDataset(seed: 13, size: 32, trainCount: 300, testCount: 100)
    var sums = [SIMD3<Float>](repeating: .zero, count: 10)
    var counts = [Float](repeating: 0, count: 10)
    for index in 0..<300 {
      for (label, colour) in try patches(dataset.sample(.train, at: index)) {
        sums[label] += colour
        counts[label] += 1
      }
    }
    let means = (0..<10).map { sums[$0] / max(counts[$0], 1) }
    var right = [Float](repeating: 0, count: 10)
    var seen = [Float](repeating: 0, count: 10)
    for index in 0..<100 {
      for (label, colour) in try patches(dataset.sample(.test, at: index)) {
        let distances = means.map { (($0 - colour) * ($0 - colour)).sum() }
        seen[label] += 1
        if distances.firstIndex(of: distances.min()!) == label { right[label] += 1 }
      }
    }
    let balanced = (0..<10).map { right[$0] / max(seen[$0], 1) }.reduce(0, +) / 10
    #expect(balanced > 0.13 && balanced < 0.5, "\(balanced)")
  }

  /// Label of the middle and mean colour of each 4×4 patch.
  private func patches(_ sample: Sample) throws -> [(Int, SIMD3<Float>)] {
    let map = try #require(sample.labelMap)
    return (0..<64).map { patch in
      let (left, top) = (patch % 8 * 4, patch / 8 * 4)
      var sum = SIMD3<Float>.zero
      for pixel in 0..<16 {
        let colour = sample.image[left + pixel % 4, top + pixel / 4]
        sum += SIMD3(Float(colour.red), Float(colour.green), Float(colour.blue))
      }
      return (Int(map[left + 2, top + 2]), sum / 16)
    }
  }

  @Test func everySizeIsDrawnAndOthersAreRefused() throws {
    for size in [8, 9, 33, 100] {
      let sample = try ScenesDataset(seed: 1, size: size, trainCount: 40, testCount: 0)
        .sample(.train, at: 39)
      #expect(sample.image.width == size && sample.labelMap?.height == size)
    }
    #expect(throws: ImagingError.parameter(name: "size", reason: "7 is outside 8 … 4096 pixels")) {
      try ScenesDataset(seed: 1, size: 7, trainCount: 1, testCount: 1)
    }
    #expect(throws: ImagingError.parameter(name: "test_count", reason: "cannot be negative")) {
      try ScenesDataset(seed: 1, size: 8, trainCount: 1, testCount: -1)
    }
    let error = #expect(throws: ImagingError.self) {
      try ScenesDataset(seed: 1, size: 8, trainCount: 3, testCount: 0).sample(.train, at: 3)
    }
    #expect(error?.description == "sample 3 does not exist: the train split has 3 samples")
  }
}
