public enum CapiCommand { public static func main() async { print("capi") } }
