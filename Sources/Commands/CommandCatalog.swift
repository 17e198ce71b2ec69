/// Every command.
package enum CommandCatalog {
  package static let standard: [Command] = [
    .train, .evaluate, .study, .runs, .import, .compare, .report, .verify, .gate, .diff, .check,
    .embed,
    .search,
    .leaks, .tokenize, .vocabulary, .infersent, .convert, .bench, .fingerprint, .doctor, .help,
    .completion,
  ]
}
