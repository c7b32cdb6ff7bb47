import CommandLineTool

@main
struct Launcher {
  @MainActor static func main() async { await CapiProgram.main() }
}
