public import CapiCore

/// What a run leaves behind beside its metrics; none of it is part of an experiment's identity.
public struct OutputSection: ParameterSet {
  public var checkpoint = true
  public var checkpointSteps = 0
  public var checkpointMinutes = 10.0
  public var checkpointKeep = 2
  public var checkpointBest = ""

  public init() {}

  public static let fields: [Field<Self>] = [
    Field(
      "checkpoint", \.checkpoint, semantic: false,
      "Write checkpoints: at the end, when stopped, and in between as the keys below say. Without "
        + "them an interrupted run begins again at its first step."),
    Field(
      "checkpoint_steps", \.checkpointSteps, in: 0...100_000_000, unit: "steps", semantic: false,
      "Steps from one checkpoint to the next; 0 for none by steps."),
    Field(
      "checkpoint_minutes", \.checkpointMinutes, in: 0...100_000, unit: "minutes",
      semantic: false, "Time after which the next checkpoint is written; 0 for none by time."),
    Field(
      "checkpoint_keep", \.checkpointKeep, in: 1...10_000, unit: "checkpoints", semantic: false,
      "Newest checkpoints that stay on the disk."),
    Field(
      "checkpoint_best", \.checkpointBest, semantic: false,
      "A metric of training, 'loss' for instance: the checkpoint at whose step it was best stays "
        + "too. Empty for none."),
  ]
}
