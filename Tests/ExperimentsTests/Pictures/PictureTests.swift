import Experiments
import Imaging
import Testing
import Torch

@Suite struct PictureTests {
  @Test func componentsAreTheDirectionsOfLargestVariance() throws {
    // A cloud that is ten times as long along (3, 4) as across.
    var values: [Float] = []
    var random = RandomStream(seed: 1, purpose: "test")
    for _ in 0..<4000 {
      let (along, across) = (Float(random.normal() * 10), Float(random.normal()))
      values += [1 + 0.6 * along - 0.8 * across, 2 + 0.8 * along + 0.6 * across]
    }
    let features = try Tensor(values, shape: [4000, 2])
    let components = try PrincipalComponents(features, count: 5)
    #expect(components.shares.count == 2)
    #expect(abs(components.shares[0] - 100.0 / 101) < 0.002)
    let direction = try components(try Tensor([1.6, 2.8, 1, 2] as [Float], shape: [2, 2]))
      .elements(Float.self)
    // From (1, 2), the step (0.6, 0.8) is 1 along the first component and 0 along the second.
    #expect(abs(direction[0] - direction[2] - 1) < 0.01)
    #expect(abs(direction[1] - direction[3]) < 0.02)
  }

  @Test func coloursRunFromTheSecondToTheNinetyEighthPercentile() {
    let values = (0...100).flatMap { [Float($0), Float(-$0)] }
    let ranges = ComponentPictures.ranges(values, components: 2)
    #expect(ranges == [2...98, (-98)...(-2)])
    let picture = ComponentPictures.colours(
      [0, -100, 50, -50, 100, 0], components: 2, rows: 1, columns: 3, ranges: ranges)
    #expect(picture[0, 0] == RGB(0, 0, 128))
    #expect(picture[1, 0] == RGB(128, 128, 128))
    #expect(picture[2, 0] == RGB(255, 255, 128))
  }

  @Test func divergingMapsAreWhiteAtZero() {
    let picture = ComponentPictures.diverging(
      [0, -2, 4], component: 0, components: 1, rows: 1, columns: 3, bound: 2)
    #expect(picture[0, 0] == RGB(247, 247, 247))
    #expect(picture[1, 0] == RGB(33, 102, 172))
    #expect(picture[2, 0] == RGB(178, 24, 43))
  }

  @Test func sharesAreBrightAndWhatIsNoNumberIsBlack() {
    let picture = ComponentPictures.heat([0, 0.25, 0.5, .nan], rows: 1, columns: 4)
    #expect((0..<4).map { picture[$0, 0].red } == [0, 128, 255, 0])
    let nothing = ComponentPictures.heat([0, .nan], rows: 1, columns: 2)
    #expect(nothing.pixels == [UInt8](repeating: 0, count: 6))
  }

  @Test func pixelsBecomeSquares() {
    let small = RGBImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6])
    let large = ComponentPictures.enlarged(small, by: 2)
    #expect(large.width == 4 && large.height == 2)
    #expect(large[1, 1] == RGB(1, 2, 3) && large[2, 0] == RGB(4, 5, 6))
  }
}
