public import CapiCore

/// The length and rhythm of training.
public struct TrainingSection: ParameterSet {
  public var steps = 400
  public var batch = 64
  public var workers = 2
  public var logEvery = 1

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      "steps", \.steps, in: 1...100_000_000, unit: "steps",
      "Updates of the student (500 000 in Table 6)."),
    Field(
      "batch", \.batch, in: 1...1_048_576, unit: "images",
      "Images of a step; also the size of one per-position Sinkhorn problem (16 384 in Table 6)."
    ),
    Field(
      "workers", \.workers, in: 1...256, unit: "threads", semantic: false,
      "Threads that prepare batches ahead; the batches do not depend on it."),
    Field(
      "log_every", \.logEvery, in: 1...1_000_000, unit: "steps", semantic: false,
      "Steps from one recorded row of metrics to the next; training does not depend on it."),
  ]
}
