// swift-tools-version: 6.2
import PackageDescription

// In a package of your own: .package(url: "https://…/capi", from: "0.1.0")
let capi = Context.environment["CAPI_PACKAGE"] ?? "../.."

let package = Package(
  name: "HuberizedClusterLoss",
  platforms: [.macOS(.v15)],
  products: [
    // For an installed capi: capi run --plugin libHuberizedClusterLoss.so …
    .library(name: "HuberizedClusterLoss", type: .dynamic, targets: ["HuberizedClusterLoss"]),
    // The same components compiled into a program of one's own.
    .executable(name: "capi-huberized", targets: ["capi-huberized"]),
  ],
  dependencies: [.package(name: "capi", path: capi)],
  targets: [
    .target(
      name: "HuberizedClusterLoss", dependencies: [.product(name: "Capi", package: "capi")]),
    .executableTarget(
      name: "capi-huberized",
      dependencies: ["HuberizedClusterLoss", .product(name: "Capi", package: "capi")]),
    .testTarget(
      name: "HuberizedClusterLossTests",
      dependencies: ["HuberizedClusterLoss", .product(name: "Capi", package: "capi")]),
  ],
  swiftLanguageModes: [.v6]
)
