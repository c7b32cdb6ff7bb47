// swift-tools-version: 6.2
// 6.2 or later: below it, a package with unsafe flags cannot be depended on by version.
import PackageDescription

// libtorch comes from `scripts/bootstrap` (`.deps/libtorch`) or from the environment.
let libtorch = Context.environment["LIBTORCH"] ?? "\(Context.packageDirectory)/.deps/libtorch"

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")

/// A Swift target of layer 1 or above.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module; the folder mirrors `Sources`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [])
  -> Target
{
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
    resources: resources, swiftSettings: strict)
}

// Layers, lowest first. A target imports only from layers above it in this list;
// docs/architecture.md says what each one is for.
let package = Package(
  name: "capi",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "capi", targets: ["capi"]),
    // One dynamic library with everything, so that plugins and the program share each module.
    .library(
      name: "Capi", type: .dynamic,
      targets: [
        "CPluginABI", "Torch", "YAML", "NeuralNetworks", "Imaging", "CapiCore", "Components",
        "Probes", "TestSupport", "CommandLineTool",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    .package(url: "https://github.com/apple/swift-crypto", "3.0.0"..<"5.0.0"),
  ],
  targets: [
    // Layer 0: C and C++.
    .target(
      name: "CTorch",
      cxxSettings: [
        .unsafeFlags([
          "-isystem", "\(libtorch)/include",
          "-isystem", "\(libtorch)/include/torch/csrc/api/include",
        ])
      ],
      linkerSettings: [
        // Absolute paths: `-ltorch` would find another libtorch in a system folder first.
        // libtorch.so must stay on the link line, or a CUDA build finds no device.
        .unsafeFlags([
          "-Xlinker", "--no-as-needed",
          "-Xlinker", "\(libtorch)/lib/libtorch.so",
          "-Xlinker", "\(libtorch)/lib/libtorch_cpu.so",
          "-Xlinker", "\(libtorch)/lib/libc10.so",
          "-Xlinker", "--as-needed",
          "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib",
        ])
      ]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),

    // What a plugin and the program agree on, compiled into both.
    .target(name: "CPluginABI"),

    // Layer 1: one Swift face for each C library.
    module("Torch", ["CTorch"]),
    module("YAML", ["CYAML"]),
    module("HDF5", ["CHDF5"]),

    // Layer 2: general building blocks.
    module("NeuralNetworks", ["Torch"]),
    module("Imaging", ["Torch", "HDF5", "CTurboJPEG", "CPNG"]),

    // Layer 3: what a third party imports.
    module(
      "CapiCore",
      [
        "Torch", "YAML", "NeuralNetworks", "Imaging",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),

    // Layer 4: built-in components and services.
    module("Components", ["CapiCore", "Torch", "NeuralNetworks", "Imaging"]),
    module("Probes", ["CapiCore", "Torch", "NeuralNetworks", "Imaging"]),
    module("Training", ["CapiCore", "Torch", "NeuralNetworks", "Imaging"]),
    module("Store", ["HDF5", .product(name: "Crypto", package: "swift-crypto")]),

    module("Plugins", ["CapiCore", "CPluginABI"]),

    // Layer 5: a resolved configuration and the registries become one run.
    module(
      "Experiments",
      [
        "CapiCore", "Components", "Probes", "Training", "Store", "YAML", "Torch", "NeuralNetworks",
        "Imaging", "HDF5", logging,
      ]),

    // Layer 6: many runs.
    module("Sweeps", ["Experiments", "CapiCore", "Store", "YAML", subprocess, logging]),
    module("Reports", ["Store", "HDF5", "Torch"]),

    // What the tests of third parties use.
    module("TestSupport", ["CapiCore", "Torch", "NeuralNetworks", "Imaging"]),

    // Layer 7: the commands.
    .target(
      name: "CommandLineTool",
      dependencies: [
        "Experiments", "Sweeps", "Reports", "Components", "Probes", "Plugins", "Training", "Store",
        "CapiCore", "YAML", "HDF5", "Torch", "NeuralNetworks", "Imaging", "CYAML", "CHDF5", "CPNG",
        "CTurboJPEG", argumentParser, logging, subprocess,
      ],
      swiftSettings: strict,
      // The build names no library after itself; without a name, a plugin would load a second copy.
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "-soname", "-Xlinker", "libCapi.so"], .when(platforms: [.linux]))
      ]),

    // Layer 8: the launcher.
    .executableTarget(name: "capi", swiftSettings: strict),

    // A sweep with made-up numbers, for measurements (docs/performance.md).
    .executableTarget(
      name: "fake-sweep", dependencies: ["Store", "Torch", argumentParser],
      path: "Benchmarks/FakeSweep", swiftSettings: strict),

    tests("Torch"),
    tests("YAML"),
    tests("HDF5"),
    tests("NeuralNetworks", ["Torch"], resources: [.copy("Weights/Fixtures")]),
    tests("Imaging", ["Torch", "HDF5"], resources: [.copy("Fixtures")]),
    tests("CapiCore", ["YAML", "Torch"]),
    tests("Components", ["CapiCore", "Torch", "NeuralNetworks"]),
    tests("Probes", ["CapiCore", "Torch"], resources: [.copy("Fixtures")]),
    tests("Training", ["CapiCore", "Components", "Torch", "NeuralNetworks", "Imaging", "YAML"]),
    // A run to crash, for the tests of the store and scripts/faults; in no product.
    .executableTarget(
      name: "StoreDriver", dependencies: ["Store"], path: "Tests/StoreDriver",
      swiftSettings: strict),
    tests("Store", ["HDF5"], resources: [.copy("Golden"), .copy("Interoperability/readers.py")]),
    tests(
      "Experiments",
      [
        "CapiCore", "Components", "Probes", "NeuralNetworks", "Store", "YAML", "HDF5", "Imaging",
        "Torch",
      ],
      resources: [.copy("Configuration/Fixtures")]),
    tests("Sweeps", ["Experiments", "CapiCore", "Store", "YAML"]),
    tests("Reports", ["Store"], resources: [.copy("Statistics/Fixtures")]),
    tests("TestSupport", ["CapiCore", "Torch", "NeuralNetworks"]),
    tests(
      "CommandLineTool",
      [
        "Store", "HDF5", "Experiments", "Components", "NeuralNetworks", "Torch", "Imaging",
        subprocess,
      ],
      resources: [.copy("Weights/features.py")]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
