extension STSCatalog {
  /// Tasks in the order of the catalog, others after them by name.
  package static func inOrder(_ names: [String]) -> [String] {
    let known = tasks.map(\.name)
    return known.filter(names.contains) + names.filter { !known.contains($0) }
  }
}
