import Imaging

/// Samples that show their own number: red is the index, the rest a gradient.
struct NumberedDataset: ImageDataset {
  let trainCount: Int
  var broken: Set<Int> = []
  var width = 20
  var height = 16

  var info: DatasetInfo {
    DatasetInfo(
      name: "numbered", classNames: ["even", "odd"], pixelClassNames: ["left", "right"],
      fingerprint: "numbered \(trainCount)")
  }

  func count(_ split: Split) -> Int { split == .train ? trainCount : 0 }

  func sample(_ split: Split, at index: Int) throws -> Sample {
    guard !broken.contains(index) else {
      throw ImagingError.damaged(path: "image-\(index)", reason: "made so")
    }
    var image = RGBImage(width: width, height: height, filledWith: RGB(0, 0, 0))
    var labels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        image[x, y] = RGB(UInt8(index), UInt8(x * 12), UInt8(y * 15))
        labels.append(x < width / 2 ? 0 : 1)
      }
    }
    return Sample(
      image: image, label: index % 2,
      labelMap: LabelMap(width: width, height: height, labels: labels), identifier: "\(index)")
  }
}
