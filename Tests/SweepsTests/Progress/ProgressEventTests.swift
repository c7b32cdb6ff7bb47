import Sweeps
import Testing

@Suite struct ProgressEventTests {
  static let events: [(ProgressEvent, String)] = [
    (
      .step(StepProgress(step: 10, steps: 500, loss: 5.25, imagesPerSecond: 131.5, batch: 64)),
      #"{"batch":64,"event":"step","images_per_second":131.5,"loss":5.25,"step":10,"steps":500}"#
    ),
    (.step(StepProgress(step: 1, steps: 2)), #"{"event":"step","step":1,"steps":2}"#),
    (.stage("probing: k/nn"), #"{"event":"stage","text":"probing: k/nn"}"#),
    (.failed(reason: "a \"b\"\nc"), #"{"event":"failed","reason":"a \"b\"\nc"}"#),
  ]

  @Test(arguments: events) func goesThroughItsLine(_ event: ProgressEvent, _ line: String) {
    #expect(event.jsonLine == line)
    #expect(ProgressEvent(jsonLine: line) == event)
  }

  @Test func aLossThatIsNoNumberIsLeftOut() {
    let event = ProgressEvent.step(StepProgress(step: 1, steps: 2, loss: .nan))
    #expect(event.jsonLine == #"{"event":"step","step":1,"steps":2}"#)
  }

  @Test(arguments: [
    "", "text", "{", "{}", "[1]", #"{"event":"step"}"#, #"{"event":"other","text":"a"}"#,
    #" {"event":"stage","text":"a"}"#, #"{"event":"step","step":"1","steps":2}"#,
  ]) func otherLinesAreNoEvents(_ line: String) {
    #expect(ProgressEvent(jsonLine: line) == nil)
  }
}
