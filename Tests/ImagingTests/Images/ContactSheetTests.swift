import Imaging
import Testing

@Suite struct ContactSheetTests {
  @Test func imagesLieInRowsWithTheirLabelsBelow() throws {
    let samples = try (0..<5).map {
      try NumberedDataset(trainCount: 5, width: 10, height: 8).sample(.train, at: $0)
    }
    let plain = contactSheet(samples, columns: 3)
    #expect(plain.width == 3 * 14 + 4)
    #expect(plain.height == 2 * 12 + 4)
    #expect(plain[4, 4] == RGB(0, 0, 0))
    #expect(plain[4 + 14, 4 + 12] == RGB(4, 0, 0))

    let labelled = contactSheet(
      samples, columns: 3, withLabels: LabelPalette([RGB(1, 2, 3), RGB(4, 5, 6)]))
    #expect(labelled.height == 2 * (2 * 8 + 2 + 4) + 4)
    #expect(labelled[4, 4 + 8 + 2] == RGB(1, 2, 3))
    #expect(labelled[4 + 9, 4 + 8 + 2] == RGB(4, 5, 6))
  }

  @Test func noSampleIsAnEmptySheet() {
    #expect(contactSheet([], columns: 4).pixels.count > 0)
  }

  @Test func generatedPalettesAreDistinctAndShowIgnoredLabelsBlack() {
    let palette = LabelPalette(categories: 40, ignoring: [0])
    #expect(palette[0] == RGB(0, 0, 0))
    #expect(Set((1..<40).map { palette[UInt8($0)] }).count == 39)
    #expect(palette[200] == RGB(0, 0, 0))
    #expect(Set((0..<10).map { LabelPalette.scenes[$0] }).count == 10)
  }
}
