import Evaluation
package import Foundation
package import Model

/// What a command finds around it, handed to each; a test puts its own in.
public struct Context: Sendable {
  package var console: Console
  package var environment: [String: String]
  package var processors: Int
  /// This program's own file, which a study starts for each run.
  package var program: @Sendable () throws -> URL
  /// The commands that there are.
  package var commands: [Command]
  /// The methods that settings and studies may name.
  package var catalog: VariantCatalog
  /// Ends the process in the middle of work whose reader has gone.
  package var abandon: @Sendable (Int32) -> Void

  package init(
    console: Console, environment: [String: String], processors: Int,
    program: @escaping @Sendable () throws -> URL, commands: [Command], catalog: VariantCatalog,
    abandon: @escaping @Sendable (Int32) -> Void
  ) {
    self.console = console
    self.environment = environment
    self.processors = processors
    self.program = program
    self.commands = commands
    self.catalog = catalog
    self.abandon = abandon
  }

  /// The process's own surroundings.
  public static var standard: Self {
    Self(
      console: .standard, environment: ProcessInfo.processInfo.environment,
      processors: ProcessInfo.processInfo.activeProcessorCount,
      program: { try Machine.program }, commands: CommandCatalog.standard,
      catalog: .standard, abandon: { _exit($0) })
  }

  /// The folder of the model that an option or else `SIMCSE_MODEL` names: a folder, or a model in the
  /// hub's cache.
  ///
  /// - Throws: `InputError` for a name that no cache has.
  func model(_ input: Input, _ option: Option<URL>) throws -> URL? {
    try (input[option]?.relativePath ?? environment["SIMCSE_MODEL"]).map {
      try ModelPlace.folder(named: $0, environment: environment)
    }
  }

  /// The folder that an option or else a variable names.
  func folder(_ input: Input, _ option: Option<URL>, or variable: String) throws -> URL? {
    try input[option] ?? environment[variable].map { URL(fileURLWithPath: $0) }
  }
}
