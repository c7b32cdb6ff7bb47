import Reports
import Store
import Testing

@Suite struct RunSummaryTests {
  @Test func saysStateConfigurationMetricsAndScores() throws {
    var record = try #require(FakeSweep().trials[0].record)
    record.probes.removeLast()
    record.events.append(
      RunEvent(step: 3, wallTime: 1, level: .warning, text: "few clusters are used"))
    #expect(
      RunSummary(record).text() == """
        run trial-0
        state done
        last step 5
        created 2026-01-31T12:00:00Z by capi 0.1
        warning at step 3: few clusters are used

        seed=0 loss.name=capi

        metric                   last  unit
        ───────────────────────────────────
        train.loss              1.000  nat
        train.target_entropy    1.500  nat
        train.cluster_usage    0.7500
        train.learning_rate   0.00100

        score                                value  unit
        ────────────────────────────────────────────────
        knn-segmentation.teacher.mIoU        26.00  %
        knn-segmentation.teacher.accuracy    52.00  %
        knn-segmentation.untrained.mIoU      20.50  %
        knn-segmentation.untrained.accuracy  41.00  %

        """)
  }

  @Test func anEmptyRunIsNoError() {
    let record = RunRecord(
      header: RunHeader(
        runID: "r", state: .failed, stateReason: "no data", createdUTC: "t", sealedUTC: "t",
        creatorVersion: "0.1"))
    #expect(
      RunSummary(record).text()
        == "run r\nstate failed: no data\nno step recorded\ncreated t by capi 0.1\n")
  }
}
