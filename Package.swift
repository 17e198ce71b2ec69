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

/// One list for every target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .unsafeFlags(processor),
]

/// Where arithmetic is hot: optimized as a whole in debug builds too, so that a plain `swift test` is
/// fast. Debug builds refuse whole modules without `-num-threads`, because they index.
let optimized: [SwiftSetting] =
  settings + [.unsafeFlags(["-O", "-whole-module-optimization", "-num-threads", "2"])]

/// The parts of the harness, each above those before it; a part sees all parts below it.
let parts = [
  "Files", "Statistics", "Data", "Evaluation", "Runs", "Decisions", "Studies", "Reports", "Tools",
]
let optimizedParts = ["Files", "Statistics"]

/// Dependencies by name.
func all(_ names: [String]) -> [Target.Dependency] { names.map { .target(name: $0) } }

let harness = ["Model"] + parts

let package = Package(
  name: "simcse",
  products: [
    .library(name: "Model", targets: ["Model"]),
    .library(name: "Harness", targets: parts),
    .library(name: "Commands", targets: ["Commands"]),
    .library(name: "Laws", targets: ["Laws"]),
    .executable(name: "simcse", targets: ["simcse"]),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .target(name: "Model", dependencies: ["COpenBLAS"], swiftSettings: optimized),
  ]
    + parts.indices.map { place in
      .target(
        name: parts[place],
        dependencies: all(["Model"] + parts[..<place] + (parts[place] == "Tools" ? ["Laws"] : [])),
        path: "Sources/Harness/" + parts[place],
        swiftSettings: optimizedParts.contains(parts[place]) ? optimized : settings)
    } + [
      .target(name: "Commands", dependencies: all(harness), swiftSettings: settings),
      .target(
        name: "Laws", dependencies: all(["Model"] + parts.prefix { $0 != "Reports" }),
        swiftSettings: settings),
      .executableTarget(name: "simcse", dependencies: ["Commands"], swiftSettings: settings),
      .target(
        name: "Support",
        dependencies: all(harness.filter { !["Reports", "Tools"].contains($0) } + ["Laws"]),
        path: "Tests/Support", swiftSettings: settings),
      .executableTarget(
        name: "bits", dependencies: ["Support"], path: "Tests/Bits", swiftSettings: settings),
      .executableTarget(
        name: "fuzz", dependencies: all(harness), path: "Tests/Fuzz", swiftSettings: settings),
      .testTarget(
        name: "Golden", dependencies: all(harness + ["Laws", "Support"]), exclude: ["Fixtures"],
        swiftSettings: settings),
      .testTarget(
        name: "Property", dependencies: all(harness + ["Commands", "Laws", "Support"]),
        swiftSettings: settings),
    ]
)
