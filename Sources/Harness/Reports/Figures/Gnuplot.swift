import Files
package import Foundation

/// Runs gnuplot on the scripts of figures, and makes its drawings the same on every machine.
package struct Gnuplot: Sendable {
  package let executable: URL

  package init(executable: URL) { self.executable = executable }

  /// Draws a script that lies in `folder`; the drawing appears beside it.
  ///
  /// gnuplot gets arguments, never a shell line, reads no start-up file, and sees an environment
  /// that holds only the language.
  package func draw(_ figure: Figure, in folder: URL) throws(GnuplotError) {
    let process = Process()
    let errors = Pipe()
    process.executableURL = executable
    process.arguments = ["-d", "\(figure.name).gp"]
    process.currentDirectoryURL = folder
    process.environment = ["LC_ALL": "C"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    do { try process.run() } catch {
      throw .notStarted(executable: executable.path, reason: "\(error)")
    }
    let message = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let drawing = folder.appendingPathComponent("\(figure.name).svg")
    guard process.terminationStatus == 0, let raw = try? Data(contentsOf: drawing),
      let clean = Self.cleaned(String(decoding: raw, as: UTF8.self), title: figure.title)
    else {
      throw .failed(
        script: folder.appendingPathComponent("\(figure.name).gp").path,
        status: process.terminationStatus, message: message)
    }
    do { try Data(clean.utf8).write(to: drawing) } catch {
      throw .notWritten(path: drawing.path, reason: "\(error)")
    }
  }

  /// Writes a figure's script and data into a folder and draws it there: the drawing.
  func drawing(of figure: Figure, in folder: URL) throws -> String {
    for (ending, text) in [("gp", figure.script), ("dat", figure.data)] {
      try Data(text.utf8).write(to: folder.appendingPathComponent("\(figure.name).\(ending)"))
    }
    try draw(figure, in: folder)
    let drawing = folder.appendingPathComponent("\(figure.name).svg")
    return String(decoding: try Data(contentsOf: drawing), as: UTF8.self)
  }

  /// What it says it is, in a line: `gnuplot 5.4.4`.
  package var version: String {
    get throws(GnuplotError) {
      let process = Process()
      let output = Pipe()
      process.executableURL = executable
      process.arguments = ["--version"]
      process.environment = ["LC_ALL": "C"]
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      do { try process.run() } catch {
        throw .notStarted(executable: executable.path, reason: "\(error)")
      }
      let words = String(
        decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return PlainText.visible(words.trimmingCharacters(in: .whitespacesAndNewlines))
        .replacingOccurrences(of: " patchlevel ", with: ".")
    }
  }

  /// The first executable `gnuplot` on a search path, as `PATH` gives it.
  package static func found(onPath path: String) -> URL? {
    for folder in path.split(separator: ":") where folder.hasPrefix("/") {
      let file = URL(fileURLWithPath: String(folder)).appendingPathComponent("gnuplot")
      if FileManager.default.isExecutableFile(atPath: file.path) { return file }
    }
    return nil
  }

  /// A drawing without the version of gnuplot, with our title and a font every browser has.
  ///
  /// The wide forms that ``PlainText/plotted(_:limit:)`` puts for `%` and `&` become those again.
  ///
  /// Nil if it is not a whole drawing.
  static func cleaned(_ drawing: String, title: String) -> String? {
    guard drawing.hasPrefix("<?xml"), let end = drawing.range(of: "</svg>") else { return nil }
    var svg = String(drawing[..<end.upperBound]) + "\n"
    // Titles pop up as tips over parts of the drawing; the one on top names it.
    for tag in ["title", "desc"] {
      while let start = svg.range(of: "<\(tag)>"),
        let stop = svg.range(of: "</\(tag)>", range: start.upperBound..<svg.endIndex)
      {
        svg.removeSubrange(start.lowerBound..<stop.upperBound)
      }
    }
    for (wide, plain) in [("％", "%"), ("＆", "&amp;")] {
      svg = svg.replacingOccurrences(of: wide, with: plain)
    }
    svg = svg.replacingOccurrences(
      of: "font-family=\"Sans\"",
      with: "font-family=\"Helvetica, Arial, 'Liberation Sans', sans-serif\"")
    guard let head = svg.range(of: "<g id=\"gnuplot_canvas\">") else { return nil }
    svg.insert(contentsOf: "<title>\(PlainText.html(title))</title>\n", at: head.lowerBound)
    return svg.split(separator: "\n").map { line in
      var line = line
      while let last = line.last, last.isWhitespace { line.removeLast() }
      return String(line)
    }.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
  }
}

/// Why a figure was not drawn.
public enum GnuplotError: Error, Equatable, CustomStringConvertible {
  case notStarted(executable: String, reason: String)
  case failed(script: String, status: Int32, message: String)
  case notWritten(path: String, reason: String)

  public var description: String {
    switch self {
    case .notStarted(let executable, let reason):
      "\(executable) did not start: \(reason); install gnuplot (apt-get install gnuplot-nox)"
    case .failed(let script, let status, let message):
      "gnuplot ended with status \(status) and no whole drawing of \(script); run it by hand"
        + " in its folder to see more. It said: \(message)"
    case .notWritten(let path, let reason):
      "\(path) was not written: \(reason); free some space or choose another folder"
    }
  }
}
