import Imaging
import Testing

@Suite(
  .enabled(
    if: SharedData.isExpected, "needs the real images of CAPI_SHARED (or ../shared); not found"))
struct SharedDataTests {
  @Test func cifarIsAnImageFolder() throws {
    let dataset = try ImageFolderDataset(root: "\(SharedData.root)/data/cifar10")
    #expect(dataset.count(.train) == 15_000)
    #expect(dataset.count(.test) == 3_000)
    #expect(dataset.info.classNames.first == "airplane")
    #expect(dataset.info.classNames.last == "truck")
    let sample = try dataset.sample(.train, at: 14_999)
    #expect(sample.image.width == 32 && sample.image.height == 32)
    #expect(sample.label == 9)
  }

  @Test func camVidIsASegmentationFolder() throws {
    let dataset = try SegmentationFolderDataset(
      root: "\(SharedData.root)/data/camvid", ignoredLabels: [0])
    #expect(dataset.count(.train) == 367)
    #expect(dataset.count(.test) == 101)
    #expect(dataset.info.pixelClassNames.count == 12)
    let batch = try EvaluationSet(
      dataset: dataset, split: .test, size: 64, framing: .crops(count: 8, minimumSide: 0.5),
      limit: 5, workers: 2
    ).all()
    #expect(batch.count == 40)
    #expect(batch.labels.isEmpty)
    #expect(Set(batch.pixelLabels).isSubset(of: Set(0...11)))
    #expect(Set(batch.pixelLabels).count > 6)
  }
}
