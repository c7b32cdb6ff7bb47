import Sweeps
import Synchronization
import Testing

@Suite struct SweepProgressTests {
  @Test func linesTellOfWorkersAndOfTheSweep() {
    var progress = SweepProgress(total: 5, kept: 1, workers: 2, now: 100)
    #expect(
      progress.lines(now: 100) == ["worker 1  idle", "worker 2  idle", "sweep     1/5 trials  0 s"])
    progress.started("base, seed 0", worker: 0, now: 100)
    progress.started("loss=direct, seed 0", worker: 1, now: 110)
    progress.received(
      .step(StepProgress(step: 50, steps: 100, loss: 5.1234, imagesPerSecond: 99.6)), worker: 0)
    progress.received(.step(StepProgress(step: 50, steps: 100)), worker: 1)
    progress.received(.stage("probing"), worker: 1)
    #expect(progress.secondsLeft(now: 160) == 180)
    #expect(
      progress.lines(now: 160) == [
        "worker 1  base, seed 0  step 50/100  loss 5.123  100 images/s  1 min 00 s",
        "worker 2  loss=direct, seed 0  step 50/100  probing  50 s",
        "sweep     1/5 trials  100 images/s  1 min 00 s  about 3 min 00 s left",
      ])
    progress.ended(worker: 1, failed: true)
    #expect(progress.lines(now: 160)[1] == "worker 2  idle")
    #expect(progress.lines(now: 160)[2].hasPrefix("sweep     2/5 trials  1 failed  100 images/s"))
  }

  @Test func saysNothingOfTheTimeLeftBeforeItCanTell() {
    let progress = SweepProgress(total: 2, kept: 0, workers: 1, now: 0)
    #expect(progress.secondsLeft(now: 50) == nil)
  }

  @Test func aScreenDrawsOverWhatItDrew() {
    let written = Mutex("")
    var screen = ProgressScreen(width: 10) { text in written.withLock { $0 += text } }
    screen.draw(["one", "a line that is too long"])
    screen.draw(["two"])
    screen.print("stays")
    screen.draw(["three"])
    screen.clear()
    func up(_ lines: Int) -> String { "\u{1B}[\(lines)A\u{1B}[J" }
    #expect(
      written.withLock { $0 } == "one\na line t…\n" + up(2) + "two\n" + up(1) + "stays\n"
        + "three\n" + up(1))
  }
}
