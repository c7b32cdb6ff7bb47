import Foundation
import Imaging
import Testing

@Suite struct BenchmarkDatasetTests {
  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return "\(error)" }
  }

  private func text(_ lines: [String]) -> [UInt8] {
    Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  // MARK: CIFAR-10

  private func cifar() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(text((0..<10).map { "class \($0)" } + [""]), to: "batches.meta.txt")
    for (number, name) in ((1...5).map { "data_batch_\($0)" } + ["test_batch"]).enumerated() {
      // Two records: red is the batch, green the record, blue the column.
      let records = (0..<2).map { record -> [UInt8] in
        [UInt8(number + record)] + [UInt8](repeating: UInt8(number), count: 1024)
          + [UInt8](repeating: UInt8(record), count: 1024) + (0..<1024).map { UInt8($0 % 32) }
      }
      try folder.write(records.flatMap { $0 }, to: "\(name).bin")
    }
    return folder
  }

  @Test func cifarRecordsAreReadPlaneByPlane() throws {
    let folder = try cifar()
    let dataset = try CIFAR10BinaryDataset(root: folder.path)
    #expect(dataset.count(.train) == 10 && dataset.count(.test) == 2)
    let sample = try dataset.sample(.train, at: 7)
    #expect(sample.label == 4)
    #expect(sample.identifier == "data_batch_4.bin/1")
    #expect(sample.image.width == 32 && sample.image.height == 32)
    #expect(sample.image[5, 30] == RGB(3, 1, 5))
    #expect(dataset.info.classNames[4] == "class 4")
    #expect(dataset.info.fingerprint.hasPrefix("cifar10-binary v1: 6 files, 36876 bytes, fnv1a "))
  }

  @Test func cifarFilesThatAreNotWholeAreRefused() throws {
    let folder = try cifar()
    try folder.write([1, 2, 3], to: "data_batch_2.bin")
    #expect(
      message { _ = try CIFAR10BinaryDataset(root: folder.path) }
        == "\(folder.path)/data_batch_2.bin: broken image: has 3 bytes, which is no multiple of "
        + "3073; repair or remove it, or set on_error: skip")
    try FileManager.default.removeItem(atPath: "\(folder.path)/data_batch_2.bin")
    #expect(
      message { _ = try CIFAR10BinaryDataset(root: folder.path) }
        == "\(folder.path)/data_batch_2.bin: there is no such file; give the folder "
        + "cifar-10-batches-bin of the binary version")
  }

  // MARK: ImageNet

  @Test func imageNetsValidationMayBeFlat() throws {
    let folder = try TemporaryFolder()
    for synset in ["n02", "n01"] {
      try folder.writeImage(RGB(1, 2, 3), to: "train/\(synset)/\(synset)_1.JPEG")
    }
    for number in 1...2 {
      try folder.writeImage(RGB(1, 2, 3), to: "val/ILSVRC2012_val_0000000\(number).JPEG")
    }
    try folder.write(
      text([
        "ImageId,PredictionString", "ILSVRC2012_val_00000001,n02 1 2 3 4 n02 5 6 7 8 ",
        "ILSVRC2012_val_00000002,n01 1 2 3 4 ",
      ]), to: "LOC_val_solution.csv")
    try folder.write(
      text(["n01 tench, Tinca tinca", "n02 goldfish, Carassius auratus"]),
      to: "LOC_synset_mapping.txt")
    let dataset = try ImageNetDataset(root: folder.path)
    #expect(dataset.info.classNames == ["tench", "goldfish"])
    #expect(try (0..<2).map { try dataset.sample(.test, at: $0).label } == [1, 0])
    #expect(try dataset.sample(.train, at: 1).identifier == "train/n02/n02_1.JPEG")

    try folder.writeImage(RGB(1, 2, 3), to: "val/other.JPEG")
    #expect(
      message { _ = try ImageNetDataset(root: folder.path) }
        == "\(folder.path)/LOC_val_solution.csv: does not name the image other.JPEG")
  }

  @Test func imageNetsValidationMayBeSorted() throws {
    let folder = try TemporaryFolder()
    try folder.writeImage(RGB(1, 2, 3), to: "train/n01/a.JPEG")
    try folder.writeImage(RGB(1, 2, 3), to: "val/n01/b.JPEG")
    let dataset = try ImageNetDataset(root: folder.path)
    #expect(dataset.info.classNames == ["n01"])
    #expect(dataset.count(.test) == 1)
    try folder.writeImage(RGB(1, 2, 3), to: "val/n09/b.JPEG")
    #expect(
      message { _ = try ImageNetDataset(root: folder.path) }
        == "\(folder.path)/val/n09: is a synset that train does not have")
  }

  // MARK: ADE20K, VOC

  @Test func ade20KTakesItsNamesFromItsTable() throws {
    let folder = try TemporaryFolder()
    for half in ["training", "validation"] {
      try folder.writeImage(RGB(7, 8, 9), width: 12, height: 8, to: "images/\(half)/a.png")
      try folder.write(try Fixture.bytes("labels-palette.png"), to: "annotations/\(half)/a.png")
    }
    let rows = (1...150).map { "\($0)\t0.1\t10\t1\tthing \($0), other name" }
    try folder.write(text(["Idx\tRatio\tTrain\tVal\tName"] + rows), to: "objectInfo150.txt")
    let dataset = try ADE20KDataset.open(root: folder.path)
    #expect(dataset.info.name == "ade20k")
    #expect(dataset.info.pixelClassNames.count == 151)
    #expect(dataset.info.pixelClassNames[0] == "unlabelled")
    #expect(dataset.info.pixelClassNames[150] == "thing 150")
    #expect(dataset.info.ignoredLabels == [0, 255])
    #expect(try dataset.sample(.train, at: 0).labelMap?.labels.max() == 5)
    try folder.write(text(["Idx\tRatio\tTrain\tVal\tName", rows[0]]), to: "objectInfo150.txt")
    #expect(
      message { _ = try ADE20KDataset.open(root: folder.path) }
        == "\(folder.path)/objectInfo150.txt: names 1 categories, not 150")
  }

  @Test func vocReadsItsLists() throws {
    let folder = try TemporaryFolder()
    let image = RGBImage(width: 12, height: 8, filledWith: RGB(1, 2, 3))
    for name in ["a", "b", "c"] {
      try folder.write(try PNG.encode(image), to: "JPEGImages/\(name).jpg")
      try folder.write(
        try Fixture.bytes("labels-palette.png"), to: "SegmentationClass/\(name).png")
    }
    try folder.write(text(["b", "a"]), to: "ImageSets/Segmentation/train.txt")
    try folder.write(text(["c"]), to: "ImageSets/Segmentation/val.txt")
    let dataset = try VOC2012Dataset(root: folder.path)
    #expect(dataset.count(.train) == 2 && dataset.count(.test) == 1)
    #expect(try dataset.sample(.train, at: 0).identifier == "JPEGImages/b.jpg")
    #expect(dataset.info.pixelClassNames.count == 21)
    #expect(dataset.info.ignoredLabels == [255])
    try FileManager.default.removeItem(atPath: "\(folder.path)/ImageSets/Segmentation/val.txt")
    #expect(
      message { _ = try VOC2012Dataset(root: folder.path) }
        == "\(folder.path)/ImageSets/Segmentation/val.txt: there is no such file")
  }
}
