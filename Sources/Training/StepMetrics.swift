public import CapiCore

/// The numbers every step logs; losses and targets add their own.
public enum StepMetrics {
  public static let loss = MetricDefinition(
    "loss", unit: "nat", "mean loss of the predicted tokens", direction: .lower)
  public static let clusteringLoss = MetricDefinition(
    "clustering_loss", unit: "nat", "loss of the loss's own parameters", direction: .lower)
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
