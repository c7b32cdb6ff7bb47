import Testing

@Suite struct ValidateTests {
  @Test func `prints a line for each good file`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(["validate", "experiment.yaml", "sweep.yaml"], in: folder)
    #expect(result.code == 0)
    #expect(result.errors == "")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines[0].wholeMatch(of: /experiment\.yaml: experiment [0-9a-f]{8}, scenes, 4 steps/) != nil)
    #expect(lines[1] == "sweep.yaml: sweep of 2 trials, 8 steps in all")
  }

  @Test func `reports all files and every fault, and goes on`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write(
      "dataset: scenes\nmodel: {widht: 8}\ntraining: {steps: none}\n", to: "broken.yaml")
    let result = try await Capi.run(["validate", "broken.yaml", "sweep.yaml"], in: folder)
    #expect(result.code == 2)
    #expect(result.output == "sweep.yaml: sweep of 2 trials, 8 steps in all\n")
    let faults = result.errors.split(separator: "\n")
    #expect(faults.count == 2)
    #expect(faults[0].hasPrefix("broken.yaml:2:9: model.widht: "))
    #expect(faults[0].contains("did you mean 'width'?"))
    #expect(faults[1].hasPrefix("broken.yaml:3:19: training.steps: "))
  }

  @Test func `finds what would fail only when probing`() async throws {
    let folder = try TinyFiles.folder()
    let result = try await Capi.run(
      ["validate", "experiment.yaml", "probes.0.k=[]", "probes.0.distances=[]"], in: folder)
    #expect(result.code == 2)
    #expect(
      result.errors == """
        command line 'probes.0.distances=[]': probes.0.distances: expected at least one value, found \
        an empty list
        command line 'probes.0.k=[]': probes.0.k: expected at least one value, found an empty list

        """)
  }

  @Test func `names the trials of a sweep that are wrong`() async throws {
    let folder = try TinyFiles.folder()
    try folder.write(
      "base: experiment.yaml\nablate:\n  model.heads: [2, 3]\n", to: "sweep.yaml")
    let result = try await Capi.run(["validate", "sweep.yaml"], in: folder)
    #expect(result.code == 2)
    #expect(result.output == "")
    #expect(result.errors.contains("(in the trials model.heads=3)"))
  }

  @Test func `explains a key, of experiments and of bases`() async throws {
    let folder = try TinyFiles.folder()
    for file in ["experiment.yaml", "sweep.yaml"] {
      let result = try await Capi.run(
        ["validate", file, "training.batch=4", "--explain", "training.batch"], in: folder)
      #expect(result.code == 0)
      #expect(
        result.output.contains(
          "training.batch = 4\n  set by command line 'training.batch=4'; default 64\n"))
    }
  }
}
