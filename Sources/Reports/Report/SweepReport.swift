public import Foundation
import Store

/// A sweep as one HTML page that needs nothing else: no network, no files beside it.
///
/// The page holds the question, the plan, tables with intervals, training curves and their health,
/// pictures that runs have left, what failed and why, where the numbers come from, and the commands
/// that make them again. It reads on a phone and in print, in light and dark, with keyboard and
/// screen reader; its only script sorts tables.
public struct SweepReport: Sendable {
  let results: SweepResults
  /// The sweep's folder, for pictures and logs of its runs.
  let folder: URL
  let options: ComparisonOptions
  /// One for each axis, and one for combinations, as far as trials have finished; the base alone
  /// for a sweep over seeds.
  let comparisons: [Comparison]

  /// - Parameters:
  ///   - results: the sweep as it is now; nothing has to be finished.
  ///   - folder: what `capi sweep run` wrote.
  ///   - options: metrics, selection, test and reference; the scope is ignored.
  /// - Throws: ``ReportError`` as ``Comparison/init(of:options:)``, except that a sweep of which
  ///   nothing has finished is reported as it is.
  public init(
    of results: SweepResults, folder: URL, options: ComparisonOptions = ComparisonOptions()
  ) throws(ReportError) {
    self.results = results
    self.folder = folder
    self.options = options
    comparisons = try Comparison.each(of: results, options: options)
  }

  /// The page.
  public func html() throws(ReportError) -> String {
    let sections = try [
      ResultsSection(report: self).section, TrainingSection(report: self).section,
      PicturesSection(report: self).section, PlanSection(report: self).section,
      FailuresSection(report: self).section, ProvenanceSection(report: self).section,
      ReproductionSection(report: self).section,
    ].compactMap(\.self)
    return ReportPage(
      title: results.specification.name, header: SummarySection(report: self).html,
      sections: sections
    ).html
  }
}

/// A part of the page.
struct ReportSection {
  /// Its anchor.
  let id: String
  let title: String
  let html: String
}
