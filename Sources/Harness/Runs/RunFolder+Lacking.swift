import Files
package import Foundation

extension RunFolder {
  /// The names of the folders in a folder that are studies or hold runs themselves.
  package static func holders(in folder: URL) -> [String] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return names.filter { name in
      let place = folder.appendingPathComponent(name)
      return !name.hasPrefix(".")
        && !isThere(place.appendingPathComponent(Run.File.result))
        && (isThere(place.appendingPathComponent("plan.json"))
          || !FinishedRun.runFolders(place).isEmpty)
    }
  }

  /// Why a folder gives no run, and what to do with what is there instead.
  package static func lacking(_ folder: URL) -> String {
    func isModel(_ place: URL) -> Bool {
      ["config.json", "modules.json"].contains {
        InputFile.isThere(place.appendingPathComponent($0))
      }
    }
    let scored =
      "'simcse evaluate --model DIR --scores DIR' scores a model and 'simcse import' makes runs of the "
      + "scores"
    guard FileManager.default.fileExists(atPath: folder.path) else {
      return "there is no such folder"
    }
    if InputFile.isThere(folder) {
      return "it is a file, not a folder of runs; 'simcse import' makes runs of files of scores"
    }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") }
    let below = names.map { folder.appendingPathComponent($0) }
    if ([folder] + below).contains(where: isModel) {
      return "it holds a model, not runs; \(scored)"
    }
    let holders = holders(in: folder)
    if !holders.isEmpty {
      return
        "the runs are one folder further down; name \(holders.prefix(8).joined(separator: " or "))"
        + (holders.count > 8 ? " …" : "") + " in it"
    }
    return
      "it holds no study, no finished run and no folder of one; name a folder that 'simcse study', "
      + "'simcse train' or 'simcse import' has made"
  }
}

extension FinishedRun {
  /// The folder itself where it is a finished run's, else those of finished runs in it.
  package static func runFolders(_ folder: URL) -> [URL] {
    let manager = FileManager.default
    func isRun(_ place: URL) -> Bool {
      manager.fileExists(atPath: place.appendingPathComponent(Run.File.result).path)
    }
    if isRun(folder) { return [folder] }
    let names = ((try? manager.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return names.filter { !$0.hasPrefix(".") }.map { folder.appendingPathComponent($0) }
      .filter(isRun)
  }
}
