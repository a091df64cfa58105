// swift-tools-version: 6.0
// SPDX-License-Identifier: Apache-2.0
// What the tests run of the Swift binding, optimised: the scenarios, the example, and its speed.
import PackageDescription

let library: Target.Dependency = .product(name: "Interactions", package: "Interactions")
let sandbox: Target.Dependency = .product(name: "InteractionsSandbox", package: "Interactions")

let package = Package(
  name: "BindingTests",
  platforms: [.macOS(.v13)],
  dependencies: [
    .package(name: "Interactions", path: "../../../../bindings/swift"),
    .package(name: "MainJob", path: "../../../../examples/swift/MainJob"),
  ],
  targets: [
    .executableTarget(name: "scenarios", dependencies: [library, sandbox]),
    .executableTarget(name: "speed", dependencies: [
      library, sandbox, .product(name: "main_job_swift", package: "MainJob"),
    ]),
  ],
  swiftLanguageModes: [.v6]
)
