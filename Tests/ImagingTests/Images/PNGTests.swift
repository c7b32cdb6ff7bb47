import Imaging
import Testing

@Suite struct PNGTests {
  @Test func whatIsWrittenIsRead() throws {
    var image = RGBImage(width: 5, height: 3, filledWith: RGB(9, 8, 7))
    image[4, 2] = RGB(255, 0, 128)
    #expect(try ImageFile.decode(try PNG.encode(image), path: "memory") == image)
  }
}
