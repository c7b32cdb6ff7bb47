public import CapiCore

/// The numbers every step logs; losses and targets add their own.
public enum StepMetrics {
  // No unit: a cross-entropy counts nats, a distance what it measures, and trials of one sweep may have either.
  public static let loss = MetricDefinition(
    "loss", "mean loss of the predicted tokens (in nats where it is a cross-entropy)",
    direction: .lower)
  public static let clusteringLoss = MetricDefinition(
    "clustering_loss", "loss of the loss's own parameters (in nats where it is a cross-entropy)",
    direction: .lower)
  public static let gradientNorm = MetricDefinition(
    "gradient_norm", "Euclidean norm of the student's gradient")
  public static let clusteringGradientNorm = MetricDefinition(
    "clustering_gradient_norm", "Euclidean norm of the teacher head's gradient")
  public static let learningRate = MetricDefinition("learning_rate", "the student's learning rate")
  public static let throughput = MetricDefinition(
    "images_per_second", unit: "1/s", "training images a second", direction: .higher)
  public static let dataWait = MetricDefinition(
    "data_wait", unit: "s", "time that the step waited for its images", direction: .lower)
}
