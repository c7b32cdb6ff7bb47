/// Experiments that take a second.
enum TinyFiles {
  static let experiment = """
    question: Does the road hold?
    dataset: {name: scenes, train: 24, test: 8}
    images: {size: 32}
    model: {width: 16, depth: 1, heads: 2, registers: 4}
    predictor: {name: cross-attention, depth: 1}
    loss: {name: capi, prototypes: 16}
    masking: {name: random}
    prediction: {count: 4}
    training: {steps: 4, batch: 8, workers: 1}
    probes:
      - {name: knn-segmentation, k: [1, 3], train_images: 12, test_images: 4}
    """

  static let sweep = """
    # Does the loss matter?
    base: experiment.yaml
    ablate:
      loss: [direct]
    """

  /// A folder with both.
  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(experiment, to: "experiment.yaml")
    try folder.write(sweep, to: "sweep.yaml")
    return folder
  }
}
