import Sweeps
import Testing

@Suite struct DurationTextTests {
  @Test(
    arguments: zip(
      [45, 125, 4200, 863_999, 864_000, 3.3e11, .infinity],
      ["45 s", "2 min 05 s", "1 h 10 min", "239 h 59 min", "10 days", "10457 years", "?"]))
  func saysDurationsAsPeopleDo(seconds: Double, text: String) {
    #expect(DurationText.text(seconds: seconds) == text)
  }
}
