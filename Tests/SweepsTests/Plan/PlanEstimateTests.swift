import Experiments
import Store
import Sweeps
import Testing

@Suite struct PlanEstimateTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func plan() throws -> SweepPlan {
    var plan = try FakeExperiments.plan(
      "experiment: {}\nablate: {loss.name: [direct], masking.roll: [false]}", in: folder)
    for place in plan.trials.indices {
      plan.trials[place].configuration.cost = CostEstimate(
        operationsPerStep: place == 1 ? 2e9 : 1e9, steps: 100, parameters: 1000, memory: 3e9)
      plan.trials[place].configuration.flat += [
        TextEntry("output.checkpoint", "true"), TextEntry("output.checkpoint_keep", "2"),
      ]
    }
    return plan
  }

  @Test func reckonsWithAStatedRate() throws {
    let estimate = PlanEstimate(of: try plan(), operationsPerSecond: 1e10)
    #expect(estimate.operations == 4e11)
    #expect(estimate.seconds == 40)
    #expect(
      estimate.text
        == "here: about 40 s (at 10 GFLOP/s, which --rate changes and --measure finds out), and "
        + "about 299 KiB of disk; probes are not counted")
    let disk: Double = 3 * (4400 + 65_536 + 32_000)
    #expect(estimate.disk == disk)
  }

  @Test func reckonsWithMeasuredSteps() throws {
    let plan = try plan()
    #expect(plan.trials[0].costClass == plan.trials[2].costClass)
    #expect(plan.trials[0].costClass != plan.trials[1].costClass)
    let measured = [plan.trials[0].costClass: 0.2, plan.trials[1].costClass: 0.6]
    let estimate = PlanEstimate(of: plan, secondsPerStep: measured, workers: 2, basis: "b")
    #expect(estimate.seconds == 50)
    // The other class at the same rate per operation: 1e9 in 0.2 s.
    let partly = PlanEstimate(
      of: plan, secondsPerStep: [plan.trials[0].costClass: 0.2], workers: 1, basis: "b")
    #expect(abs(partly.seconds - 80) < 1e-9)
  }

  @Test func triesWaysToUseTheCores() {
    func layouts(_ cores: Int, _ workers: Int? = nil, _ threads: Int? = nil) -> [[Int]] {
      StepMeasurement.layouts(cores: cores, workers: workers, threads: threads)
        .map { [$0.workers, $0.threads] }
    }
    #expect(layouts(1) == [[1, 1]])
    #expect(layouts(2) == [[1, 2], [2, 1]])
    #expect(layouts(8) == [[1, 8], [2, 4], [8, 1]])
    #expect(layouts(8, 4) == [[4, 2]])
    #expect(layouts(8, nil, 1) == [[1, 1], [2, 1], [8, 1]])
    #expect(layouts(2, 3, 2) == [[3, 2]])
  }

  @Test func measuresEachKindOfTrialInTheFastestLayout() async throws {
    var plan = try plan()
    for place in plan.trials.indices { plan.trials[place].configuration.steps = 100 }
    let script = try folder.write(
      """
      #!/bin/sh
      # $1 is the experiment, $2 the threads: two threads are a little faster than one
      rate=100; [ "$2" = 2 ] && rate=110
      grep -q '"direct"' "$1" && rate=$((rate / 2))
      grep -q 'steps: 8' "$1" || exit 1
      echo "{\\"event\\":\\"step\\",\\"step\\":1,\\"steps\\":8,\\"images_per_second\\":1,\\"batch\\":100}"
      for step in 5 6 7 8; do
        echo "{\\"event\\":\\"step\\",\\"step\\":$step,\\"steps\\":8,\\"images_per_second\\":$rate,\\"batch\\":100}"
      done
      """, to: "worker.sh", executable: true)
    let measurement = StepMeasurement(
      plan: plan, folder: "\(folder.path)/measure",
      layouts: StepMeasurement.layouts(cores: 2, workers: nil, threads: nil)
    ) { task in
      WorkerCommand(executable: script, arguments: [task.experimentPath, String(task.threads)])
    }
    let outcome = try await measurement.run()
    #expect(outcome.failures.isEmpty)
    #expect(outcome.layout == .init(workers: 2, threads: 1))
    #expect(
      outcome.tried == [.init(workers: 1, threads: 2): 1.1, .init(workers: 2, threads: 1): 2])
    #expect(
      outcome.secondsPerStep == [
        plan.trials[0].costClass: 1, plan.trials[1].costClass: 2,
      ])
  }

  @Test func saysWhatCouldNotBeMeasured() async throws {
    let plan = try plan()
    let script = try folder.write("#!/bin/sh\necho no >&2\nexit 1\n", to: "w.sh", executable: true)
    let outcome = try await StepMeasurement(
      plan: plan, folder: "\(folder.path)/measure", layouts: [.init(workers: 1, threads: 1)]
    ) { _ in WorkerCommand(executable: script, arguments: []) }.run()
    #expect(outcome.failures == ["base, seed 0: no", "loss.name=direct, seed 0: no"])
    #expect(outcome.secondsPerStep.isEmpty)
    #expect(outcome.layout == .init(workers: 1, threads: 1))
  }
}
