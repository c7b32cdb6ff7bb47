import Foundation
import Imaging

/// The files beside `make-fixtures.py`.
enum Fixture {
  struct Picture: Decodable {
    let width, height: Int
    let pixels: String

    /// The hexadecimal digits as bytes.
    var bytes: [UInt8] {
      let digits = Array(pixels.utf8).map { $0 < 58 ? $0 - 48 : $0 - 87 }
      return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    var image: RGBImage { RGBImage(width: width, height: height, pixels: bytes) }
  }

  struct Resized: Decodable {
    let region: [Int]
    let width, height: Int
    let pixels: String

    var picture: Picture { Picture(width: width, height: height, pixels: pixels) }
  }

  struct Expected: Decodable {
    let images, labels: [String: Picture]
    let source: Picture
    let resizes: [Resized]
  }

  /// What `make-resize-fixtures.py` made.
  struct Resizes: Decodable {
    struct Case: Decodable {
      let from: [Int]
      let width, height: Int
      let pixels: String

      var picture: Picture { Picture(width: width, height: height, pixels: pixels) }
      /// The image that was resized, by the formula of `source` there.
      var source: RGBImage {
        let (width, height) = (from[0], from[1])
        var pixels: [UInt8] = []
        for y in 0..<height {
          for x in 0..<width {
            for c in 0..<3 {
              let noise = (x * 7919 + y * 104_729 + c * 1_299_709 + x * y * 31) % 251
              let gradient = (x * 3 + y * 5 + c * 40) % 256
              pixels.append(UInt8((x / 8 + y / 8) % 2 == 0 ? noise : gradient))
            }
          }
        }
        return RGBImage(width: width, height: height, pixels: pixels)
      }
    }
    let resizes: [Case]
    /// `detail.jpg` at 1, 1/2, 1/4 and 1/8 of its size.
    let reduced: [Picture]
  }

  static func resizes() throws -> Resizes {
    let data = try Data(contentsOf: folder.appendingPathComponent("resizes.json"))
    return try JSONDecoder().decode(Resizes.self, from: data)
  }

  static let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")

  static func expected() throws -> Expected {
    let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    return try JSONDecoder().decode(Expected.self, from: data)
  }

  static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

/// The largest difference between two images of one size, in grey levels; `nil` for other sizes.
func largestDifference(_ a: RGBImage, _ b: RGBImage) -> Int? {
  guard a.width == b.width, a.height == b.height else { return nil }
  return zip(a.pixels, b.pixels).map { abs(Int($0) - Int($1)) }.max()
}
