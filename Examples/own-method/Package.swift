// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "own-method",
  dependencies: [.package(name: "simcse", path: "../..")],
  targets: [
    .executableTarget(
      name: "OwnMethod",
      dependencies: [
        .product(name: "Commands", package: "simcse"), .product(name: "Model", package: "simcse"),
      ]),
    .testTarget(
      name: "OwnMethodTests",
      dependencies: ["OwnMethod", .product(name: "Laws", package: "simcse")], path: "Tests"),
  ])
