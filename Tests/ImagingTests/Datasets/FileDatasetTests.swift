import Foundation
import HDF5
import Imaging
import Testing
import Torch

@Suite struct FileDatasetTests {
  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return "\(error)" }
  }

  // MARK: HDF5

  private func hdf5(labels: [Int64] = [1, 0, 1]) throws -> (TemporaryFolder, String) {
    let folder = try TemporaryFolder()
    let file = try File.createInMemory()
    _ = try file.root.write("class_names", ["cat", "dog"])
    _ = try file.root.write("pixel_class_names", ["none", "fur"])
    for (name, count) in [("train", 3), ("test", 1)] {
      let group = try file.root.createGroup(name)
      let pixels = (0..<count * 2 * 4 * 3).map { UInt8($0) }
      _ = try group.write("images", pixels, shape: [count, 2, 4, 3])
      _ = try group.write("labels", Array(labels.prefix(count)))
      _ = try group.write(
        "label_maps", (0..<count * 8).map { UInt8($0 / 8 % 2) }, shape: [count, 2, 4])
    }
    try folder.write(try file.image(), to: "data.h5")
    return (folder, "\(folder.path)/data.h5")
  }

  @Test func hdf5ImagesAreReadOneByOne() throws {
    let (folder, path) = try hdf5()
    defer { withExtendedLifetime(folder) {} }
    let dataset = try HDF5Dataset(path: path, ignoredLabels: [0])
    #expect(dataset.count(.train) == 3 && dataset.count(.test) == 1)
    let sample = try dataset.sample(.train, at: 1)
    #expect(sample.image.width == 4 && sample.image.height == 2)
    #expect(sample.image.pixels == (24..<48).map { UInt8($0) })
    #expect(sample.label == 0)
    #expect(sample.labelMap?.labels == [UInt8](repeating: 1, count: 8))
    #expect(dataset.info.labelConvention == "labels 0 … 1 are categories; ignored: 0")
  }

  @Test func hdf5FilesThatDoNotFitAreExplained() throws {
    let (folder, path) = try hdf5(labels: [1, 0, 2])
    defer { withExtendedLifetime(folder) {} }
    #expect(
      message { _ = try HDF5Dataset(path: path) }
        == "\(path): /train/labels has the label 2, but class_names ends at 1")
    let file = try File.createInMemory()
    _ = try file.root.createGroup("train").write("images", [1, 2] as [Float])
    try folder.write(try file.image(), to: "flat.h5")
    #expect(
      message { _ = try HDF5Dataset(path: "\(folder.path)/flat.h5") }
        == "\(folder.path)/flat.h5: /train/images is float32 [2], not uint8 [N, height, width, 3]")
  }

  // MARK: Shards

  /// A ustar archive of members, as `tar` writes it.
  private func tar(_ members: [(String, [UInt8])]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (name, content) in members {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at place: Int) {
        for (offset, byte) in text.utf8.enumerated() { header[place + offset] = byte }
      }
      put(name, at: 0)
      put("0000644", at: 100)
      put(String(content.count, radix: 8), at: 124)
      put("        ", at: 148)
      header[156] = UInt8(ascii: "0")
      put("ustar", at: 257)
      let sum = header.reduce(0) { $0 + Int($1) }
      put(String(sum, radix: 8) + "\0", at: 148)
      bytes += header + content
      bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
    return bytes + [UInt8](repeating: 0, count: 1024)
  }

  private func shards() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    func image(_ value: Int) throws -> [UInt8] {
      try PNG.encode(RGBImage(width: 12, height: 8, filledWith: RGB(UInt8(value), 0, 0)))
    }
    for (name, first) in [("train/a.tar", 0), ("train/b.tar", 3), ("test/a.tar", 6)] {
      let members = try (first..<first + 3).flatMap { number in
        [
          ("set/\(number).png", try image(number)),
          ("set/\(number).cls", Array("\(number % 2)\n".utf8)),
          ("set/\(number).seg.png", try Fixture.bytes("labels-palette.png")),
          ("set/\(number).json", Array("{}".utf8)),
        ]
      }
      try folder.write(tar(members), to: name)
    }
    return folder
  }

  private func options() -> ShardsDataset.Options {
    var options = ShardsDataset.Options()
    options.classNames = ["even", "odd"]
    return options
  }

  @Test func membersOfOneKeyAreASample() throws {
    let folder = try shards()
    var options = self.options()
    options.pixelClassNames = (0...5).map(String.init)
    let dataset = try ShardsDataset(root: folder.path, options: options)
    #expect(dataset.count(.train) == 6 && dataset.count(.test) == 3)
    let sample = try dataset.sample(.train, at: 4)
    #expect(sample.identifier == "train/b.tar/set/4")
    #expect(sample.image[0, 0] == RGB(4, 0, 0))
    #expect(sample.label == 0)
    #expect(sample.labelMap?.labels.max() == 5)
    let plain = try ShardsDataset(root: folder.path, options: .init())
    #expect(try plain.sample(.train, at: 4).labelMap == nil)
    #expect(!plain.info.hasLabels)
  }

  @Test func aRealTarIsRead() throws {
    let folder = try shards()
    for number in 0..<2 {
      try folder.writeImage(
        RGB(9, 9, 9), to: "loose/" + String(repeating: "n", count: 120) + "\(number).png")
    }
    for format in ["gnu", "pax"] {
      let tool = Process()
      tool.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      tool.arguments = [
        "tar", "--format=\(format)", "-cf", "\(folder.path)/train/c.tar", "-C", folder.path,
        "loose",
      ]
      try tool.run()
      tool.waitUntilExit()
      #expect(tool.terminationStatus == 0)
      let dataset = try ShardsDataset(root: folder.path, options: .init())
      #expect(dataset.count(.train) == 8)
      #expect(try dataset.sample(.train, at: 7).image[0, 0] == RGB(9, 9, 9))
    }
  }

  @Test func shardsThatDoNotFitAreExplained() throws {
    let folder = try shards()
    try folder.write(tar([("x.png", try Fixture.bytes("rgb.png"))]), to: "train/c.tar")
    #expect(
      message { _ = try ShardsDataset(root: folder.path, options: options()) }
        == "\(folder.path)/train/c.tar: has no class (.cls) for the sample x")
    try folder.write([0x1F, 0x8B] + [UInt8](repeating: 7, count: 1000), to: "train/c.tar")
    #expect(
      message { _ = try ShardsDataset(root: folder.path, options: options()) }
        == "\(folder.path)/train/c.tar: broken image: there is no tar header at byte 0; is it "
        + "compressed?; repair or remove it, or set on_error: skip")
    let whole = tar([("x.png", [UInt8](repeating: 1, count: 2000))])
    try folder.write(Array(whole.prefix(1500)), to: "train/c.tar")
    #expect(
      message { _ = try ShardsDataset(root: folder.path, options: options()) }
        == "\(folder.path)/train/c.tar: broken image: ends inside the member at byte 0; repair or "
        + "remove it, or set on_error: skip")
  }

  @Test func aShuffleBufferKeepsSamplesNearTheirShard() {
    var random = RandomStream(seed: 1, purpose: "test")
    let order = ShardedOrder(sizes: [100, 100, 100, 100], buffer: 10).permutation(&random)
    #expect(order.sorted() == Array(0..<400))
    // The first 90 drawn are from the first shard of the walk.
    #expect(Set(order.prefix(90).map { $0 / 100 }).count == 1)
    #expect(Array(order.prefix(90)) != order.prefix(90).sorted())
    var again = RandomStream(seed: 1, purpose: "test")
    #expect(ShardedOrder(sizes: [100, 100, 100, 100], buffer: 10).permutation(&again) == order)
    var full = RandomStream(seed: 1, purpose: "test")
    let shuffled = ShardedOrder(sizes: [100, 100], buffer: 1000).permutation(&full)
    #expect(Set(shuffled.prefix(50).map { $0 / 100 }).count == 2)
  }

  @Test func trainingWalksThroughShards() throws {
    let folder = try shards()
    var options = self.options()
    options.buffer = 1
    let dataset = SampleCache(
      try ShardsDataset(root: folder.path, options: options), byteBudget: 1 << 20)
    let loader = try BatchLoader(
      dataset: dataset, split: .train, batch: 6, size: 8,
      augmentation: Augmentation(crop: nil, flipProbability: 0, normalisation: .unit), seed: 3,
      workers: 0)
    let indices = try loader.batch(at: 0).sampleIndices
    #expect(indices == [0, 1, 2, 3, 4, 5] || indices == [3, 4, 5, 0, 1, 2])
  }
}
