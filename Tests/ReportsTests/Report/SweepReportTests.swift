import Foundation
import Reports
import Store
import Testing

@Suite struct SweepReportTests {
  private func html(_ sweep: FakeSweep, folder: URL = URL(filePath: "/nowhere")) throws -> String {
    try SweepReport(of: sweep.results, folder: folder).html()
  }

  private static var mixed: FakeSweep {
    var sweep = RenderingTests.fourSeeds
    sweep.settings[1].scores[3] = nil
    sweep.settings[1].unfinished = [3: (.failed, "the loss became <NaN> at step 12")]
    return sweep
  }

  @Test func everySectionIsThere() throws {
    let page = try html(Self.mixed)
    for id in ["results", "training", "plan", "unfinished", "provenance", "reproduce"] {
      #expect(page.contains("<section id=\"\(id)\""), "\(id)")
      #expect(page.contains("<a href=\"#\(id)\">"), "\(id)")
    }
    #expect(page.contains("Which loss learns most in a short run?"))
    #expect(page.contains("<b>11 of 12</b><span>trials done</span>"))
    #expect(page.contains("the loss became &lt;NaN&gt; at step 12"))
    #expect(page.contains("<h3>loss</h3>") && page.contains("<h3>masking.roll</h3>"))
    #expect(page.contains("data-v=\"3.0\">3 of 4</td>"))
    let command = "capi sweep run sweeps/losses.yaml training.steps=5 'probes=[]' -o runs/losses"
    #expect(page.contains(command))
  }

  /// One file: nothing is fetched, whatever the names in it are.
  @Test func nothingIsLoadedFromElsewhere() throws {
    let page = try html(Self.mixed)
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(!page.contains("src=\"") || !page.contains("src=\"/"))
    #expect(!page.contains("<link") && !page.contains("@import") && !page.contains("url("))
    #expect(page.contains("default-src 'none'"))
  }

  @Test func everyPictureHasWords() throws {
    let page = try html(Self.mixed)
    let drawings = page.components(separatedBy: "<svg ").dropFirst()
    // Bars for each axis; loss, entropy and usage for each.
    #expect(drawings.count == 2 + 2 * 3)
    for drawing in drawings {
      #expect(drawing.contains("role=\"img\"") && drawing.contains("<desc id=\""))
    }
    let ids = page.components(separatedBy: " id=\"").dropFirst().compactMap {
      $0.split(separator: "\"").first
    }
    #expect(Set(ids).count == ids.count)
  }

  @Test func picturesOfRunsAreInside() throws {
    let folder = try TemporaryFolder()
    var trials = FakeSweep().trials
    var record = try #require(trials[0].record)
    record.artifacts.append(
      Artifact(
        kind: "figure", path: "figures/pca.png", bytes: 4,
        sha256: String(repeating: "b", count: 64), step: 5))
    trials[0] = SweepTrial(plan: trials[0].plan, record: record)
    let run = URL(filePath: SweepFolder(folder.url.path).run("trial-0").path)
    try FileManager.default.createDirectory(
      at: run.appending(path: "figures"), withIntermediateDirectories: true)
    try Data([1, 2, 3, 4]).write(to: run.appending(path: "figures/pca.png"))
    let page = try SweepReport(
      of: SweepResults(specification: FakeSweep().specification, trials: trials),
      folder: folder.url
    ).html()
    #expect(
      page.contains("alt=\"base, seed 0, step 5: pca\" src=\"data:image/png;base64,AQIDBA==\""))
  }

  @Test func theEndOfAFailedTrialsLogIsShown() throws {
    let folder = try TemporaryFolder()
    let sweep = Self.mixed
    let failed = try #require(sweep.trials.first { $0.state == .failed })
    let run = SweepFolder(folder.url.path).run(failed.plan.id)
    try FileManager.default.createDirectory(
      atPath: run.path, withIntermediateDirectories: true)
    let lines = (1...40).map { "line \($0)" }.joined(separator: "\n")
    try Data(lines.utf8).write(to: URL(filePath: run.logPath))
    let page = try html(sweep, folder: folder.url)
    #expect(page.contains("line 29\n") && page.contains("line 40</code>"))
    #expect(!page.contains("line 28\n"))
  }

  @Test func aSweepOfWhichNothingHasFinishedIsReportedAsItIs() throws {
    var sweep = FakeSweep()
    for index in sweep.settings.indices {
      sweep.settings[index].scores = [:]
      sweep.settings[index].unfinished = [0: (.planned, "")]
    }
    let page = try html(sweep)
    #expect(page.contains("No trial has finished yet."))
    #expect(page.contains("<section id=\"unfinished\""))
    #expect(!page.contains("<section id=\"training\""))
  }

  @Test func aSweepOverSeedsAloneHasItsBaselines() throws {
    var sweep = FakeSweep()
    sweep.axes = []
    sweep.settings = [.init(label: "base", values: [], scores: [0: 26, 1: 28])]
    let page = try html(sweep)
    #expect(page.contains("Nothing but the seed varies."))
    #expect(page.contains("raw-pixels"))
  }
}
