import Sweeps
import Testing

@Suite struct WorkerCommandTests {
  @Test func textCanBePastedIntoAShell() {
    let command = WorkerCommand(
      executable: "/opt/capi", arguments: ["run", "a b.yaml", "loss.name=direct", "it's", "", "$x"])
    #expect(command.text == #"/opt/capi run 'a b.yaml' loss.name=direct 'it'\''s' '' '$x'"#)
  }
}
