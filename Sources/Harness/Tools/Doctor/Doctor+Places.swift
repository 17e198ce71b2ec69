import Data
import Evaluation
import Files
import Foundation
import Model

/// Memory and disk against a model, and whether model and data are what they should be.
extension Doctor {
  /// The peak memory of a run over the bytes of the parameters: 13.6 for bert-base and 13.2 for
  /// roberta-base, as measured in `Reports/base-size`.
  static let runMemoryFactor = 14

  func memory(_ modelBytes: Int?) -> Finding {
    guard let available = Memory.available else {
      let all = Int(clamping: ProcessInfo.processInfo.physicalMemory)
      return Finding("memory", .good, "\(Numeral.size(all)) in all")
    }
    guard let bytes = modelBytes else {
      return Finding("memory", .good, "\(Numeral.size(available)) available")
    }
    let needed = Self.runMemoryFactor * bytes
    let fits = available / max(1, needed)
    let found =
      "\(Numeral.size(available)) available; a run of this model takes about "
      + "\(Numeral.size(needed)), so that \(Numeral.count(fits, "run")) fit side by side"
    return fits > 0
      ? Finding("memory", .good, found)
      : Finding(
        "memory", .bad, found,
        fix: "end other programs, take a smaller model, or keep fewer blocks")
  }

  func disk(_ modelBytes: Int?) -> Finding {
    // The folder may not be there yet; the nearest that is shows its disk.
    var place = runs.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
      place = place.deletingLastPathComponent()
    }
    guard
      let all = try? FileManager.default.attributesOfFileSystem(forPath: place.path),
      let free = (all[.systemFreeSize] as? NSNumber)?.intValue
    else {
      return Finding(
        "disk", .bad, "\(runs.path) cannot be looked at", fix: "name another folder by --output")
    }
    guard FileManager.default.isWritableFile(atPath: place.path) else {
      return Finding(
        "disk", .bad, "\(place.path) cannot be written",
        fix: "fix its permissions, or name another folder by --output")
    }
    // A run keeps its model; while it works, three checkpoints of four times that.
    let needed = (modelBytes ?? 1_000_000) * 13
    let found =
      "\(Numeral.size(free)) free at \(place.path); a run takes \(Numeral.size(needed)) on its way"
    return free >= needed
      ? Finding("disk", .good, found)
      : Finding("disk", .bad, found, fix: "free some, or name another folder by --output")
  }

  func modelFiles(_ folder: Result<ModelFolder, any Error>?) -> Finding {
    guard let folder else {
      return Finding(
        "model", .skipped, "none named: only studies on fresh encoders run",
        fix: "export SIMCSE_MODEL=$(ci/fetch-model)")
    }
    do {
      let folder = try folder.get()
      let files = folder.checksums.keys.sorted().map { file in
        "\(file) \(folder.checksums[file].map { String($0.prefix(12)) } ?? "")"
      }
      return Finding(
        "model", .good,
        "\(folder.settings.blocks) blocks of width \(folder.settings.width), every number finite; "
          + "SHA-256 \(files.joined(separator: ", "))")
    } catch {
      return Finding("model", .bad, "\(error)", fix: "export SIMCSE_MODEL=$(ci/fetch-model)")
    }
  }

  var dataFiles: Finding {
    guard let data else {
      return Finding(
        "data", .skipped, "none named: only studies on generated English run",
        fix: "export SIMCSE_DATA=/path/to/data, a folder as Studies/README.md has it")
    }
    guard checksFiles else { return Finding("data", .skipped, "\(data.path), not looked at") }
    let survey: STSLayout.Survey
    let folder: URL
    do {
      folder = try DataFolder.sts(data.path)
      survey = try STSLayout.survey(folder)
    } catch {
      return Finding(
        "data", .bad, "\(error)", fix: "name a folder that has STS data; \(STSLayout.source)")
    }
    var problems: [String] = []
    let sets = (STSCatalog.tasks + [STSCatalog.development]).filter {
      survey.complete.contains($0.name)
    }
    for set in sets {
      do { _ = try set.read(folder, checksums: .published) } catch { problems.append("\(error)") }
    }
    guard problems.isEmpty else {
      return Finding(
        "data", .bad, problems.joined(separator: "; "),
        fix: "fetch these files again into \(folder.path)")
    }
    let found = "layout: \(survey.layouts.map(\.rawValue).joined(separator: ", "))"
    guard survey.missing.isEmpty else {
      return Finding(
        "data", sets.isEmpty ? .bad : .lacking,
        found + "; missing: "
          + survey.missing.map { "\($0.task) (\($0.file))" }.joined(separator: ", "),
        fix: STSLayout.source)
    }
    return Finding(
      "data", .good, found + "; the \(sets.count) STS sets are there, with the published pairs")
  }
}
