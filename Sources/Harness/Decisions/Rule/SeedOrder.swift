/// The seeds of a study in the order in which they are used: those that it lists, then further ones.
package struct SeedOrder: Sendable, Equatable {
  /// As many as a method may have; those of the list alone where none are added.
  package let all: [UInt64]
  /// How many of them the study lists.
  package let listed: Int

  package init(all: [UInt64], listed: Int) {
    self.all = all
    self.listed = listed
  }

  /// The place of a run's seed; nil for one that is not among them.
  package func place(of label: String) -> Int? {
    UInt64(label).flatMap { all.firstIndex(of: $0) }
  }
}
