extension Comparison {
  /// One row a setting and metric, all digits kept. NaN stands for a value that there is not, as
  /// the deviation of a single seed.
  ///
  /// The columns are those of `/comparison` in an export (docs/exporting.md).
  public func csv() -> String {
    ComparisonTable(comparisons: [self]).table.csv()
  }
}
