import Imaging
import Testing
import Torch

@Suite struct AugmentationTests {
  private func apply(_ augmentation: Augmentation, _ image: RGBImage, size: Int) -> [Float] {
    var stream = RandomStream(seed: 1, purpose: "test")
    var values = [Float](repeating: 0, count: 3 * size * size)
    values.withUnsafeMutableBufferPointer {
      augmentation.apply(to: image, size: size, &stream, writingTo: $0)
    }
    return values
  }

  @Test func channelsBecomeNormalisedPlanes() throws {
    var image = RGBImage(width: 2, height: 2, filledWith: RGB(255, 0, 51))
    image[1, 0] = RGB(0, 255, 102)
    let normalisation = try Normalisation(
      mean: SIMD3(0.5, 0, 0.2), deviation: SIMD3(0.5, 1, 0.1))
    let values = apply(
      try Augmentation(crop: nil, flipProbability: 0, normalisation: normalisation), image, size: 2)
    let expected: [Float] = [1, -1, 1, 1, 0, 1, 0, 0, 0, 2, 0, 0]
    for (value, wanted) in zip(values, expected) { #expect(abs(value - wanted) < 1e-5) }

    let mirrored = apply(
      try Augmentation(crop: nil, flipProbability: 1, normalisation: normalisation), image, size: 2)
    #expect(mirrored[0..<4].map { $0.rounded() } == [-1, 1, 1, 1])
  }

  @Test func aNormalisationThatDividesByNothingIsRefused() {
    #expect(throws: ImagingError.parameter(name: "deviation", reason: "0.0 is not above 0")) {
      try Normalisation(mean: SIMD3(repeating: 0), deviation: SIMD3(1, 0, 1))
    }
    #expect(throws: ImagingError.parameter(name: "flip", reason: "1.5 is outside 0 … 1")) {
      try Augmentation(crop: nil, flipProbability: 1.5)
    }
  }
}
