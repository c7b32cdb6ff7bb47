import Foundation
import Imaging
import Testing

@Suite struct ImageFolderTests {
  /// Two classes, three training images and two test images.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeImage(RGB(1, 0, 0), to: "train/dog/b.png")
    try folder.writeImage(RGB(2, 0, 0), to: "train/dog/a.PNG")
    try folder.writeImage(RGB(3, 0, 0), to: "train/cat/deep/c.png")
    try folder.writeImage(RGB(4, 0, 0), to: "test/cat/x.png")
    try folder.writeImage(RGB(5, 0, 0), to: "test/dog/y.png")
    try folder.write([1, 2, 3], to: "train/dog/notes.txt")
    try folder.write([1, 2, 3], to: "train/dog/.hidden.png")
    return folder
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return "\(error)" }
  }

  @Test func classesAndImagesAreInTheOrderOfTheirNames() throws {
    let folder = try folder()
    let dataset = try ImageFolderDataset(root: folder.path)
    #expect(dataset.info.classNames == ["cat", "dog"])
    #expect(!dataset.info.hasPixelLabels)
    let train = try (0..<dataset.count(.train)).map { try dataset.sample(.train, at: $0) }
    #expect(
      train.map(\.identifier) == ["train/cat/deep/c.png", "train/dog/a.PNG", "train/dog/b.png"])
    #expect(train.map(\.label) == [0, 1, 1])
    #expect(train.map { $0.image[0, 0] } == [RGB(3, 0, 0), RGB(2, 0, 0), RGB(1, 0, 0)])
    #expect(dataset.count(.test) == 2)
  }

  @Test func theFingerprintFollowsNamesSizesAndContents() throws {
    let folder = try folder()
    func text() throws -> String { try ImageFolderDataset(root: folder.path).info.fingerprint }
    let before = try text()
    #expect(before.hasPrefix("image-folder v1: 5 files, "))
    #expect(try text() == before)
    try folder.writeImage(RGB(9, 0, 0), to: "train/dog/b.png")
    let changed = try text()
    #expect(changed != before)
    try folder.writeImage(RGB(9, 0, 0), to: "train/dog/c.png")
    #expect(try text() != changed)
  }

  @Test func aBrokenImageIsNamedOrSkippedAndCounted() throws {
    let folder = try folder()
    try folder.write(Array("not an image".utf8), to: "train/dog/a.PNG")
    let strict = try ImageFolderDataset(root: folder.path)
    #expect(
      message { _ = try strict.sample(.train, at: 1) }
        == "\(folder.path)/train/dog/a.PNG: is neither JPEG nor PNG by its first bytes; "
        + "convert it to one of them")
    let tolerant = try ImageFolderDataset(root: folder.path, onError: .skip)
    #expect(tolerant.skippedFiles.isEmpty)
    for _ in 0..<2 {
      #expect(try tolerant.sample(.train, at: 1) == tolerant.sample(.train, at: 2))
    }
    #expect(tolerant.skippedFiles == ["train/dog/a.PNG"])
    try folder.write([], to: "train/dog/b.png")
    // After the last comes the first.
    #expect(try tolerant.sample(.train, at: 2).identifier == "train/cat/deep/c.png")
    try folder.write([], to: "train/cat/deep/c.png")
    #expect(
      message { _ = try tolerant.sample(.train, at: 0) }
        == "none of the 3 images of the train split can be read")
  }

  @Test func pipesAndDanglingLinksAreNamedOrSkipped() throws {
    let folder = try folder()
    let pipe = "\(folder.path)/train/dog/b.png"
    #expect(unlink(pipe) == 0)
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(
      message { _ = try ImageFolderDataset(root: folder.path) }
        == "\(pipe): cannot be read: it is a pipe or a device")
    let link = "\(folder.path)/train/dog/a.PNG"
    #expect(unlink(link) == 0)
    #expect(symlink("/nowhere", link) == 0)
    #expect(
      message { _ = try ImageFolderDataset(root: folder.path) }
        == "\(link): cannot be read: No such file or directory")
    let tolerant = try ImageFolderDataset(root: folder.path, onError: .skip)
    #expect(try tolerant.sample(.train, at: 1).identifier == "train/cat/deep/c.png")
    #expect(tolerant.skippedFiles == ["train/dog/a.PNG", "train/dog/b.png"])
  }

  @Test func aFolderWithoutHalvesIsDividedByName() throws {
    let folder = try TemporaryFolder()
    for number in 0..<60 { try folder.writeImage(RGB(0, 0, 0), to: "a/\(number).png") }
    let dataset = try ImageFolderDataset(root: folder.path, testFraction: 0.25)
    #expect(dataset.count(.train) + dataset.count(.test) == 60)
    #expect((6...26).contains(dataset.count(.test)))
    let test = try (0..<dataset.count(.test)).map { try dataset.sample(.test, at: $0).identifier }
    for number in 60..<90 { try folder.writeImage(RGB(0, 0, 0), to: "a/\(number).png") }
    let more = try ImageFolderDataset(root: folder.path, testFraction: 0.25)
    let grown = try (0..<more.count(.test)).map { try more.sample(.test, at: $0).identifier }
    #expect(Set(test).isSubset(of: grown))
    #expect(
      message { _ = try ImageFolderDataset(root: folder.path) }
        == "\(folder.path): has no train folder; make train and test folders, or set "
        + "test_fraction")
    #expect(
      message { _ = try ImageFolderDataset(root: folder.path, testFraction: 1) }
        == "test_fraction: 1.0 is not between 0 and 1")
  }

  @Test func layoutsThatDoNotFitAreExplained() throws {
    let empty = try TemporaryFolder()
    let root = empty.path
    #expect(
      message { _ = try ImageFolderDataset(root: "\(root)/nowhere") }
        == "\(root)/nowhere: there is no such folder")
    #expect(
      message { _ = try ImageFolderDataset(root: root) }
        == "\(root): has no class folders; images go into one folder for each class")
    try empty.makeFolder("train")
    #expect(
      message { _ = try ImageFolderDataset(root: root) }
        == "\(root): has a train folder, but none called test, val or validation")
    try empty.makeFolder("val")
    #expect(
      message { _ = try ImageFolderDataset(root: root) }
        == "\(root)/train: has no class folders; images go into one folder for each class")
    try empty.makeFolder("train/cat")
    #expect(
      message { _ = try ImageFolderDataset(root: root) }
        == "\(root)/train/cat: has no .jpg, .jpeg or .png images")
    try empty.writeImage(RGB(0, 0, 0), to: "train/cat/a.png")
    try empty.writeImage(RGB(0, 0, 0), to: "val/dog/a.png")
    #expect(
      message { _ = try ImageFolderDataset(root: root) }
        == "\(root)/val/dog: is a class that train does not have")
    try empty.makeFolder("test")
    #expect(
      message { _ = try ImageFolderDataset(root: root) }
        == "\(root): has test and val; keep one of them")
    #expect(
      message { _ = try ImageFolderDataset(root: root, testFraction: 0.1) }
        == "test_fraction: \(root) has a train folder; leave the fraction out")
  }
}
