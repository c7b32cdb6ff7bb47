import Imaging
import Testing

@Suite struct DecodingTests {
  /// 75 × 50 pixels; the crops that are asked for are the whole image.
  @Test(arguments: [(50, 1), (26, 1), (25, 2), (13, 2), (12, 4), (7, 4), (6, 8), (1, 8)])
  func jpegsAreReducedAsFarAsTheirCropsAllow(_ size: Int, _ divisor: Int) throws {
    let decoding = Decoding.reduced(size: size, share: 1)
    #expect(decoding.divisor(width: 75, height: 50) == divisor)
    let image = try ImageFile.read(Fixture.path("detail.jpg"), decoding)
    let expected = try Fixture.resizes().reduced[[1, 2, 4, 8].firstIndex(of: divisor) ?? 0]
    #expect(try #require(largestDifference(image, expected.image)) <= 2)
  }

  @Test func smallCropsNeedMorePixels() throws {
    // A crop of 0.3 of the area at an aspect ratio of 3/4 is √(0.3 · 0.75) = 0.474 of 1000 wide.
    let decoding = try Augmentation(crop: RandomResizedCrop(scale: 0.3...1))
      .reducedDecoding(size: 224)
    #expect(decoding.divisor(width: 1000, height: 1000) == 2)
    #expect(decoding.divisor(width: 900, height: 900) == 1)
    #expect(decoding.divisor(width: 2000, height: 2000) == 4)
    // Never below the shorter side: a panorama's crops are its height.
    #expect(decoding.divisor(width: 8000, height: 300) == 1)
    #expect(Decoding.full.divisor(width: 8000, height: 8000) == 1)
  }

  @Test func turnedImagesStayUpright() throws {
    let small = Decoding.reduced(size: 2, share: 1)
    let upright = try ImageFile.read(Fixture.path("orientation-1.jpg"), small)
    #expect(upright.width == 3 && upright.height == 2)
    let turned = try ImageFile.read(Fixture.path("orientation-6.jpg"), small)
    #expect(turned.width == 2 && turned.height == 3)
  }

  @Test func otherFormatsAreDecodedInFull() throws {
    let full = try ImageFile.read(Fixture.path("rgb.png"))
    #expect(try ImageFile.read(Fixture.path("rgb.png"), .reduced(size: 1, share: 1)) == full)
  }
}
