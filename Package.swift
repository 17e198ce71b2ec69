// swift-tools-version: 6.2
import PackageDescription

// The level that the build asks of an x86-64 processor.
let level = Context.environment["SIMCSE_PROCESSOR"] ?? "x86-64-v3"
#if arch(x86_64)
  // AVX2 and fused multiply-add; the flag reaches Swift's own code generation. SIMCSE_PROCESSOR names
  // another level: x86-64 computes the same bits, slowly, on any processor (see ci/portable).
  let processor =
    ["-Xcc", "-march=" + level] + (level == "x86-64" ? ["-DSIMCSE_PLAIN_PROCESSOR"] : [])
#else
  let processor: [String] = []
#endif

/// One list for every target. The numeric code is optimized in debug builds too, so that a plain
/// `swift test` is fast; whole modules, because a generic that is not specialized is 50 times slower.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .unsafeFlags(
    [
      "-O", "-whole-module-optimization", "-cross-module-optimization",
      "-num-threads", "2",  // else debug builds, which index, refuse whole modules
    ] + processor),
]

let package = Package(
  name: "simcse",
  products: [
    .library(name: "Model", targets: ["Model"]),
    .library(name: "Harness", targets: ["Harness"]),
    .library(name: "Commands", targets: ["Commands"]),
    .executable(name: "simcse", targets: ["simcse"]),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "Model", dependencies: ["COpenBLAS"], swiftSettings: settings),
    .target(name: "Harness", dependencies: ["Model"], swiftSettings: settings),
    .target(name: "Commands", dependencies: ["Harness", "Model"], swiftSettings: settings),
    .executableTarget(name: "simcse", dependencies: ["Commands"], swiftSettings: settings),
    .target(
      name: "Support", dependencies: ["Harness", "Model"], path: "Tests/Support",
      swiftSettings: settings),
    .executableTarget(
      name: "fuzz", dependencies: ["Harness", "Model"], path: "Tests/Fuzz", swiftSettings: settings),
    .testTarget(
      name: "Golden", dependencies: ["Harness", "Model", "Support"], exclude: ["Fixtures"],
      swiftSettings: settings),
    .testTarget(
      name: "Property", dependencies: ["Commands", "Harness", "Model", "Support"],
      swiftSettings: settings),
  ]
)
