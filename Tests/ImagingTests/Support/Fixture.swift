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
