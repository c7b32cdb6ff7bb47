import Imaging
import Testing

@Suite struct SegmentationFolderTests {
  /// One training and one validation image with the fixtures' annotation (12×8, labels 0 … 5).
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for half in ["training", "validation"] {
      try folder.writeImage(RGB(7, 8, 9), width: 12, height: 8, to: "images/\(half)/a.png")
      try folder.write(
        try Fixture.bytes("labels-palette.png"), to: "annotations/\(half)/a.png")
    }
    return folder
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch { return "\(error)" }
  }

  @Test func imagesComeWithTheirLabels() throws {
    let folder = try folder()
    let dataset = try SegmentationFolderDataset(root: folder.path, ignoredLabels: [0])
    #expect(dataset.info.pixelClassNames == (0...5).map { "label \($0)" })
    #expect(dataset.info.ignoredLabels == [0])
    #expect(dataset.info.labelConvention == "labels 0 … 5 are categories, except 0: ignored")
    #expect(!dataset.info.hasLabels)
    let sample = try dataset.sample(.test, at: 0)
    #expect(sample.identifier == "images/validation/a.png")
    #expect(sample.labelMap?.labels == (try Fixture.expected().labels["labels-palette.png"]?.bytes))
  }

  @Test func nothingIsIgnoredUnlessSaid() throws {
    let folder = try folder()
    let dataset = try SegmentationFolderDataset(
      root: folder.path, ignoredLabels: [], classNames: ["a", "b", "c", "d", "e", "f"])
    #expect(dataset.info.ignoredLabels.isEmpty)
    #expect(dataset.info.labelConvention == "labels 0 … 5 are categories; none is ignored")
  }

  @Test func labelsWithoutANameAreRefused() throws {
    let folder = try folder()
    let dataset = try SegmentationFolderDataset(
      root: folder.path, ignoredLabels: [0], classNames: ["none", "sky", "sea"])
    #expect(
      message { _ = try dataset.sample(.train, at: 0) }
        == "\(folder.path)/annotations/training/a.png: has the label 5, but class_names ends at 2; "
        + "name it or list it in ignored_labels")
    let ignoring = try SegmentationFolderDataset(
      root: folder.path, ignoredLabels: [0, 3, 4, 5], classNames: ["none", "sky", "sea"])
    #expect(try ignoring.sample(.train, at: 0).labelMap?.labels.max() == 5)
  }

  @Test func anAnnotationOfAnotherSizeIsNamed() throws {
    let folder = try folder()
    try folder.writeImage(RGB(7, 8, 9), width: 8, height: 12, to: "images/training/a.png")
    let dataset = try SegmentationFolderDataset(root: folder.path, ignoredLabels: [0])
    #expect(
      message { _ = try dataset.sample(.train, at: 0) }
        == "\(folder.path)/annotations/training/a.png: is 12×8, but its image "
        + "images/training/a.png is 8×12")
    try folder.writeImage(RGB(1, 1, 1), width: 12, height: 8, to: "images/training/b.png")
    try folder.write(try Fixture.bytes("labels-grey.png"), to: "annotations/training/b.png")
    let tolerant = try SegmentationFolderDataset(
      root: folder.path, ignoredLabels: [0], onError: .skip)
    #expect(try tolerant.sample(.train, at: 0).identifier == "images/training/b.png")
    #expect(tolerant.skippedFiles == ["images/training/a.png"])
  }

  @Test func layoutsThatDoNotFitAreExplained() throws {
    let folder = try folder()
    let root = folder.path
    try folder.writeImage(RGB(0, 0, 0), to: "images/training/b.png")
    try folder.writeImage(RGB(0, 0, 0), to: "images/training/c.png")
    #expect(
      message { _ = try SegmentationFolderDataset(root: root, ignoredLabels: []) }
        == "\(root)/annotations/training: b.png is missing (and 1 others)")
    try folder.writeImage(RGB(0, 0, 0), to: "images/training/b.jpg")
    #expect(
      message { _ = try SegmentationFolderDataset(root: root, ignoredLabels: []) }
        == "\(root)/images/training: b.jpg and b.png share one annotation")
    let empty = try TemporaryFolder()
    #expect(
      message { _ = try SegmentationFolderDataset(root: empty.path, ignoredLabels: []) }
        == "\(empty.path)/images/training: there is no such folder; the layout is "
        + "images/{training,validation} and annotations/{training,validation}")
    try empty.makeFolder("images/training")
    try empty.makeFolder("annotations/training")
    #expect(
      message { _ = try SegmentationFolderDataset(root: empty.path, ignoredLabels: []) }
        == "\(empty.path)/images/training: has no .jpg, .jpeg or .png images")
  }
}
