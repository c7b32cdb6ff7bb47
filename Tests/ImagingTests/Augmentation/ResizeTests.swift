import Imaging
import Testing

@Suite struct ResizeTests {
  @Test func bicubicAgreesWithPillowWithinOneLevel() throws {
    let expected = try Fixture.expected()
    #expect(expected.resizes.count == 6)
    for resized in expected.resizes {
      let region = CropRegion(
        left: resized.region[0], top: resized.region[1], width: resized.region[2],
        height: resized.region[3])
      let image = Resize.bicubic(
        expected.source.image, region: region, width: resized.width, height: resized.height)
      #expect(try #require(largestDifference(image, resized.picture.image)) <= 1, "\(region)")
    }
  }

  @Test func randomSizesAgreeWithPillowAndTorchvisionWithinOneLevel() throws {
    let cases = try Fixture.resizes().resizes
    #expect(cases.count == 32)
    for resized in cases {
      let image = Resize.bicubic(
        resized.source, region: .whole(width: resized.from[0], height: resized.from[1]),
        width: resized.width, height: resized.height)
      #expect(
        try #require(largestDifference(image, resized.picture.image)) <= 1,
        "\(resized.from) to \(resized.width)×\(resized.height)")
    }
  }

  @Test func sameSizeChangesNothing() throws {
    let source = try Fixture.expected().source.image
    let same = Resize.bicubic(
      source, region: .whole(width: 23, height: 17), width: 23, height: 17)
    #expect(same == source)
  }

  @Test func oneColourStaysOneColour() {
    let image = RGBImage(width: 31, height: 7, filledWith: RGB(3, 128, 255))
    for (width, height) in [(1, 1), (5, 5), (64, 64), (31, 2)] {
      let result = Resize.bicubic(
        image, region: .whole(width: 31, height: 7), width: width, height: height)
      #expect(result == RGBImage(width: width, height: height, filledWith: RGB(3, 128, 255)))
    }
  }

  @Test func nearestTakesTheLabelUnderEachCentre() {
    let map = LabelMap(width: 4, height: 2, labels: [0, 1, 2, 3, 4, 5, 6, 7])
    let half = Resize.nearest(map, region: .whole(width: 4, height: 2), width: 2, height: 1)
    #expect(half.labels == [5, 7])
    let double = Resize.nearest(
      map, region: CropRegion(left: 1, top: 0, width: 2, height: 1), width: 4, height: 2)
    #expect(double.labels == [1, 1, 2, 2, 1, 1, 2, 2])
  }
}
