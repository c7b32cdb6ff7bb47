import CapiCore
import Imaging

extension Field {
  /// How many images of each split a probe looks at.
  static func imageLimits(
    train: any WritableKeyPath<Owner, Int?> & Sendable,
    test: any WritableKeyPath<Owner, Int?> & Sendable
  ) -> [Field] {
    [
      Field(
        "train_images", train, in: 2...100_000_000, unit: "images",
        "Training images at most, spread evenly; all where not given."),
      Field.testLimit(test),
    ]
  }

  static func testLimit(_ test: any WritableKeyPath<Owner, Int?> & Sendable) -> Field {
    Field(
      "test_images", test, in: 1...100_000_000, unit: "images",
      "Test images at most, spread evenly; all where not given.")
  }

  /// Which part of an image a segmentation probe looks at.
  static func crops(_ crops: any WritableKeyPath<Owner, Int> & Sendable) -> Field {
    Field(
      "crops", crops, in: 0...1000, unit: "crops",
      "Random square crops of each image; 0: the whole image, resized to a square.")
  }

  /// The grid of a k-NN probe.
  static func neighbours(
    counts: any WritableKeyPath<Owner, [Int]> & Sendable,
    distances: any WritableKeyPath<Owner, [Distance]> & Sendable
  ) -> [Field] {
    [
      Field(
        "k", counts, in: 1...10_000, nonEmpty: true, "Numbers of neighbours to choose from."),
      Field("distances", distances, nonEmpty: true, "Distances to choose from."),
    ]
  }
}

extension DatasetInfo {
  /// Why a probe of labelled images cannot be asked of this data set; `nil` where it can.
  func refusal(ofImageProbe name: String) -> String? {
    hasLabels ? nil : "\(name) needs image labels, which data set '\(self.name)' does not have"
  }

  /// Why a probe of labelled pixels cannot be asked of this data set; `nil` where it can.
  func refusal(ofPixelProbe name: String) -> String? {
    hasPixelLabels
      ? nil : "\(name) needs pixel labels, which data set '\(self.name)' does not have"
  }
}
