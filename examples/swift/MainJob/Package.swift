// swift-tools-version: 6.0
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
  name: "MainJob",
  platforms: [.macOS(.v13)],
  products: [.executable(name: "main_job_swift", targets: ["main_job_swift"])],
  dependencies: [.package(name: "Interactions", path: "../../../bindings/swift")],
  targets: [
    .executableTarget(
      name: "main_job_swift",
      dependencies: [.product(name: "Interactions", package: "Interactions")],
      path: "Sources")
  ],
  swiftLanguageModes: [.v6]
)
