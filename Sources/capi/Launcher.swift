import CommandLineTool

@main
struct Launcher {
  static func main() async { await CapiCommand.main() }
}
