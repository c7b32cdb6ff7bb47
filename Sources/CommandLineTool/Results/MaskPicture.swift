import Imaging
import NeuralNetworks

/// One image under its mask: visible patches as they are, hidden ones dark, those to predict
/// orange.
struct MaskPicture {
  /// Side of a patch in pixels of the picture.
  let cell: Int
  let grid: TokenGrid

  /// - Parameter image: of grid × cell pixels; `nil` for a plain grid.
  func draw(_ image: RGBImage?, hidden: [Int], predicted: [Int]) -> RGBImage {
    var picture =
      image
      ?? RGBImage(
        width: grid.columns * cell, height: grid.rows * cell, filledWith: RGB(214, 216, 220))
    for place in hidden { blend(RGB(32, 34, 40), 0.8, over: place, in: &picture) }
    for place in predicted { blend(RGB(236, 138, 38), 0.75, over: place, in: &picture) }
    if image == nil { rule(&picture) }
    return picture
  }

  private func blend(_ colour: RGB, _ share: Double, over place: Int, in picture: inout RGBImage) {
    func mix(_ old: UInt8, _ new: UInt8) -> UInt8 {
      UInt8((Double(old) * (1 - share) + Double(new) * share).rounded())
    }
    let (top, left) = (place / grid.columns * cell, place % grid.columns * cell)
    for y in top..<top + cell {
      for x in left..<left + cell {
        let old = picture[x, y]
        picture[x, y] = RGB(
          mix(old.red, colour.red), mix(old.green, colour.green), mix(old.blue, colour.blue))
      }
    }
  }

  /// Lines between patches, where no image shows them.
  private func rule(_ picture: inout RGBImage) {
    let line = RGB(150, 152, 158)
    for y in 0..<picture.height {
      for x in 0..<picture.width where x % cell == 0 || y % cell == 0 { picture[x, y] = line }
    }
  }
}
