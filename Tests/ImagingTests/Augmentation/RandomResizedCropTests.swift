import Foundation
import Imaging
import Testing
import Torch

@Suite struct RandomResizedCropTests {
  @Test func cropsStayInTheImageAndInTheirRanges() throws {
    let crop = try RandomResizedCrop(scale: 0.2...1)
    var stream = RandomStream(seed: 1, purpose: "test")
    var shares: [Double] = []
    var leftmost = 0
    for _ in 0..<4000 {
      let region = crop.region(width: 240, height: 180, &stream)
      #expect(region.left >= 0 && region.top >= 0)
      #expect(region.left + region.width <= 240 && region.top + region.height <= 180)
      let share = Double(region.width * region.height) / Double(240 * 180)
      let aspect = Double(region.width) / Double(region.height)
      // Sides are rounded to whole pixels.
      #expect(share > 0.19 && share <= 1)
      #expect(aspect > 0.735 && aspect < 1.36)
      shares.append(share)
      if region.left == 0 { leftmost += 1 }
    }
    // Large ones fit less often, so the mean lies well below the middle of the range, 0.6; a
    // simulation of the rule gives 0.496.
    let mean = shares.reduce(0, +) / Double(shares.count)
    #expect(abs(mean - 0.496) < 0.015)
    #expect(shares.min()! < 0.22 && shares.max()! > 0.95)
    #expect(leftmost > 10 && leftmost < 1000)
  }

  /// Area, logarithm of the aspect ratio and place are uniform: Kolmogorov's test at 0.1 %, where
  /// every drawn crop fits.
  @Test func cropsAreDistributedAsDefined() throws {
    let crop = try RandomResizedCrop(scale: 0.2...0.3)
    var stream = RandomStream(seed: 4, purpose: "test")
    var shares: [[Double]] = [[], [], [], []]
    let (width, height) = (4000, 3000)
    for _ in 0..<5000 {
      let region = crop.region(width: width, height: height, &stream)
      let area = Double(region.width * region.height) / Double(width * height)
      let aspect = Double(region.width) / Double(region.height)
      shares[0].append((area - 0.2) / 0.1)
      shares[1].append((log(aspect) - log(0.75)) / (log(4.0 / 3) - log(0.75)))
      shares[2].append(Double(region.left) / Double(width - region.width))
      shares[3].append(Double(region.top) / Double(height - region.height))
    }
    for (name, values) in zip(["area", "aspect", "left", "top"], shares) {
      let sorted = values.sorted()
      let distance =
        sorted.enumerated().map { rank, value in
          max(abs(value - Double(rank) / 5000), abs(value - Double(rank + 1) / 5000))
        }.max() ?? 1
      #expect(distance < 1.95 / 5000.0.squareRoot(), "\(name): \(distance)")
    }
  }

  @Test func anImageTooNarrowForAnyCropIsCutInTheMiddle() throws {
    let crop = try RandomResizedCrop(scale: 1...1)
    var stream = RandomStream(seed: 1, purpose: "test")
    #expect(
      crop.region(width: 100, height: 10, &stream)
        == CropRegion(left: 43, top: 0, width: 13, height: 10))
    #expect(
      crop.region(width: 9, height: 100, &stream)
        == CropRegion(left: 0, top: 44, width: 9, height: 12))
  }

  @Test func wholeSquareImageAtScaleOneAndAspectOne() throws {
    let crop = try RandomResizedCrop(scale: 1...1, aspect: 1...1)
    var stream = RandomStream(seed: 1, purpose: "test")
    #expect(crop.region(width: 32, height: 32, &stream) == .whole(width: 32, height: 32))
  }

  @Test func rangesOutsideAreRefused() {
    #expect(
      throws: ImagingError.parameter(
        name: "crop_scale", reason: "[0.5, 1.5] is not within (0, 1]")
    ) { try RandomResizedCrop(scale: 0.5...1.5) }
    #expect(
      throws: ImagingError.parameter(
        name: "crop_aspect", reason: "[0.0, 1.0] must be positive")
    ) { try RandomResizedCrop(scale: 0.5...1, aspect: 0...1) }
  }
}
