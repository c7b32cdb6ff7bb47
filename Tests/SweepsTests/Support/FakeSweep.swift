import Foundation
import Store
import Sweeps

/// A sweep whose workers are a shell script, with the records that they "measure" made beforehand.
struct FakeSweep {
  let temporary: TemporaryFolder
  let plan: SweepPlan
  let folder: SweepFolder

  /// What the script does before it ends with a sealed record, by a trial's title; a line of shell.
  let behaviours: [String: String]

  init(
    behaviours: [String: String] = [:], text: String = FakeSweep.text
  ) throws {
    temporary = try TemporaryFolder()
    plan = try FakeExperiments.plan(text, in: temporary)
    folder = SweepFolder("\(temporary.path)/results")
    self.behaviours = behaviours
    try prepare()
  }

  static let text = """
    experiment: {}
    ablate: {loss.name: [direct], masking.roll: [false]}
    seeds: [0, 1]
    """

  /// Writes the record of every trial, and one script for each.
  private func prepare() throws {
    for trial in plan.trials {
      let fixture = RunFolder("\(temporary.path)/fixtures/\(trial.id)")
      try fixture.create()
      try RunStore.write(record(of: trial), to: fixture)
      try temporary.write(
        """
        #!/bin/sh
        # $1 is the folder of the run
        echo "\(trial.title)" >> "\(temporary.path)/started"
        echo '{"event":"step","step":5,"steps":10,"loss":1.5}'
        echo "some output"
        seal() { cp "\(fixture.recordPath)" "$1/copy" && mv "$1/copy" "$1/run.h5"; }
        \(behaviours[trial.title] ?? ":")
        seal "$1"
        """, to: "scripts/\(trial.id).sh", executable: true)
    }
  }

  /// A done record with a score that tells trials apart.
  private func record(of trial: PlannedTrial) -> RunRecord {
    RunRecord(
      header: RunHeader(
        runID: trial.id, sweepID: plan.sweepID, state: .done, complete: true, lastStep: 10,
        createdUTC: "2026-01-31T12:00:00Z", sealedUTC: "2026-01-31T12:00:01Z",
        creatorVersion: "test"),
      probes: [
        ProbeResult(
          name: "knn", subject: "teacher", step: 10,
          scores: [ProbeScore(name: "top1", value: Double(trial.number))])
      ],
      configuration: ConfigurationRecord(json: trial.configuration.json))
  }

  func runner(
    workers: Int = 1, retriesFailed: Bool = false, grace: Duration = .seconds(20),
    reporter: ProgressReporter = .silent(), plan other: SweepPlan? = nil,
    folder: SweepFolder? = nil, executable: String? = nil,
    changing: (inout SweepOptions) -> Void = { _ in }
  ) -> SweepRunner {
    var options = SweepOptions(
      workers: workers, cores: 4, retriesFailed: retriesFailed, grace: grace)
    options.memory = 0
    options.patience = .milliseconds(20)
    changing(&options)
    let scripts = "\(temporary.path)/scripts"
    return SweepRunner(
      plan: other ?? plan, folder: folder ?? self.folder, options: options,
      creatorVersion: "test", reporter: reporter
    ) { task in
      WorkerCommand(
        executable: executable ?? "\(scripts)/\(task.trial.id).sh", arguments: [task.folder.path],
        environment: ["CAPI_TEST_THREADS": String(task.threads)])
    }
  }

  /// Titles in the order in which workers took them up.
  func started() -> [String] {
    guard let text = try? temporary.text("started") else { return [] }
    return text.split(separator: "\n").map(String.init)
  }

  /// Waits until a file appears; a script makes it.
  func waitFor(_ name: String) async throws {
    while !temporary.exists(name) { try await Task.sleep(for: .milliseconds(10)) }
  }

  func log(_ number: Int) throws -> String {
    try String(contentsOfFile: folder.run(plan.trials[number].id).logPath, encoding: .utf8)
  }
}
