public import Torch

/// Which way a metric is better.
public enum Direction: String, Sendable, Codable {
  case higher
  case lower
  /// Neither: a quantity to watch.
  case none
}

/// What a logged number means.
public struct MetricDefinition: Sendable, Hashable {
  /// Column name, for example `target_entropy`.
  public let name: String
  /// For example `nat`, `1/s`; empty for a plain number.
  public let unit: String
  public let longName: String
  public let direction: Direction

  public init(_ name: String, unit: String = "", _ longName: String, direction: Direction = .none) {
    self.name = name
    self.unit = unit
    self.longName = longName
    self.direction = direction
  }
}

/// A number known on the host.
public struct LoggedValue: Sendable {
  public let metric: MetricDefinition
  public let value: Double

  public init(_ metric: MetricDefinition, _ value: Double) {
    self.metric = metric
    self.value = value
  }
}

/// A number still on the device: a tensor of no axes.
public struct LoggedTensor {
  public let metric: MetricDefinition
  public let value: Tensor

  public init(_ metric: MetricDefinition, _ value: Tensor) {
    self.metric = metric
    self.value = value
  }
}
