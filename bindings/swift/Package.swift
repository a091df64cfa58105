// swift-tools-version: 6.0
// SPDX-License-Identifier: Apache-2.0
// The Swift binding. The C library comes from pkg-config (`interactions`), or, on Apple's systems,
// from CInteractions.xcframework beside this file (Scripts/make_xcframework.sh).
import Foundation
import PackageDescription

let framework = "CInteractions.xcframework"
let hasFramework = FileManager.default.fileExists(
  atPath: Context.packageDirectory + "/" + framework)

let library: Target =
  hasFramework
  ? .binaryTarget(name: "CInteractions", path: framework)
  : .systemLibrary(name: "CInteractions", path: "CInteractions", pkgConfig: "interactions")

let package = Package(
  name: "Interactions",
  platforms: [.iOS(.v16), .macOS(.v13)],
  products: [
    .library(name: "Interactions", targets: ["Interactions"]),
    .library(name: "InteractionsSandbox", targets: ["InteractionsSandbox"]),
  ],
  targets: [
    library,
    .target(name: "Interactions", dependencies: ["CInteractions"]),
    .target(
      name: "InteractionsSandbox", dependencies: ["CInteractions"],
      linkerSettings: [.linkedLibrary("interactions_sandbox")]),
    .testTarget(
      name: "InteractionsTests", dependencies: ["Interactions", "InteractionsSandbox"]),
  ],
  swiftLanguageModes: [.v6]
)
