import ArgumentParser

/// `capi weights`: networks as files for other programs, and from them.
struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights",
    abstract: "Look into files of weights, and write a run's.",
    discussion: """
      Formats: safetensors, state dicts of torch.save (.pth; tensors only, nothing in them is \
      run), and checkpoints of capi. A run starts from such a file with --weights FILE.

      Examples:
        capi weights inspect capi_vitl14.pth
        capi weights export runs/scenes-quick-1a2b3c4d --to teacher.safetensors
      """,
    subcommands: [WeightsExportCommand.self, WeightsInspectCommand.self])
}
