import CommandLineTool
import HuberizedClusterLoss

/// The whole of `capi`, with the components of this package.
@main
struct Program {
  static func main() async {
    await CapiProgram.main(plugins: [HuberizedClusterPlugin()])
  }
}
