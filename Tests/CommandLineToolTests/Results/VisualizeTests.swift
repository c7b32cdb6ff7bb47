import Foundation
import Imaging
import Testing

/// Pictures of a run's features.
@Suite struct VisualizeTests {
  @Test func `draws a sheet and single pictures at any size`() async throws {
    let folder = try TinyFiles.folder()
    _ = try await Capi.run(["run", "experiment.yaml", "-o", "out", "probes=[]"], in: folder)
    for name in ["a", "b"] {
      var image = RGBImage(width: 40, height: 30, filledWith: RGB(200, 30, 30))
      for x in 0..<20 { image[x, 3] = RGB(0, 0, UInt8(12 * x)) }
      try FileManager.default.createDirectory(
        atPath: folder.url("photos"), withIntermediateDirectories: true)
      try Data(PNG.encode(image)).write(to: URL(filePath: folder.url("photos/\(name).png")))
    }
    let result = try await Capi.run(
      ["visualize", "out", "--images", "photos", "--to", "pictures", "--size", "64"], in: folder)
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.output.hasPrefix(
        "pictures/sheet.png: 2 images, teacher of step 3; variance of the components: "))
    let sheet = try ImageFile.read(folder.url("pictures/sheet.png"))
    #expect(sheet.width == 8 * 68 + 4 && sheet.height == 2 * 68 + 4)
    let own = try ImageFile.read(folder.url("pictures/b-own-rgb.png"))
    #expect(own.width == 64 && own.height == 64)

    // The image and four registers.
    let registers = try ImageFile.read(folder.url("pictures/registers.png"))
    #expect(registers.width == 5 * 68 + 4 && registers.height == 2 * 68 + 4)
    let look = try ImageFile.read(folder.url("pictures/a-register-4.png"))
    #expect(look.width == 64 && look.pixels.max() == 255)

    let odd = try await Capi.run(
      ["visualize", "out", "--images", "photos", "--to", "pictures", "--size", "65"], in: folder)
    #expect(odd.code == 1)
    #expect(odd.errors.hasPrefix("error: the size 65 is no multiple of the patch of "))
  }
}
