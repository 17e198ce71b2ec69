import Foundation
import Reports
import Testing

@Suite struct GnuplotTests {
  private func executable(_ script: String, in folder: URL) throws -> URL {
    let file = folder.appendingPathComponent("gnuplot")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    return file
  }

  @Test func `gnuplot is found on the search path, and only an executable one`() throws {
    try FakeStudy.inFolder { folder in
      #expect(Gnuplot.found(onPath: "/nowhere::\(folder.path)") == nil)
      let file = try executable("", in: folder)
      let found = Gnuplot.found(onPath: "/nowhere:relative:\(folder.path):/usr/bin")
      #expect(found?.path == file.path)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
      #expect(Gnuplot.found(onPath: folder.path) == nil)
    }
  }

  @Test func `without gnuplot the tables and data are written, and what to install is told`() throws
  {
    try FakeStudy.inFolder { folder in
      let summary = FakeStudy.summary()
      try Report(summary: summary).write(to: folder.appendingPathComponent("a"), gnuplot: nil)
      let files = try FakeStudy.files(in: folder.appendingPathComponent("a"))
      let names = Document(summary, isDrawn: true).drawn.map(\.name)
      let wanted =
        ["methods.csv", "report.html", "report.json", "report.md", "scores.csv"]
        + names.flatMap { ["figures/\($0).dat", "figures/\($0).gp"] }
      #expect(files.map(\.path) == wanted.sorted())
      for file in files where file.path.hasPrefix("report.") && !file.path.hasSuffix("json") {
        let text = String(decoding: file.bytes, as: UTF8.self)
        #expect(text.contains("apt-get install gnuplot-nox"))
        #expect(!text.contains(".svg"))
      }
    }
  }

  @Test func `a script that fails is an error with what gnuplot said, and leaves nothing`() throws {
    try FakeStudy.inFolder { folder in
      let gnuplot = try executable("echo 'line 7: undefined variable' >&2; exit 3", in: folder)
      let report = Report(summary: FakeStudy.summary())
      let error = #expect(throws: GnuplotError.self) {
        try report.write(to: folder.appendingPathComponent("a"), gnuplot: gnuplot)
      }
      guard case .failed(let script, let status, let message) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(script.hasSuffix("figures/variance.gp"))
      #expect(status == 3)
      #expect(message == "line 7: undefined variable\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["gnuplot"])
    }
  }

  @Test(arguments: ["exit 0", "echo '<?xml?><svg><g id=\"gnuplot_canvas\">' >variance.svg"])
  func `half a drawing is a failure, whatever the exit status`(script: String) throws {
    try FakeStudy.inFolder { folder in
      let gnuplot = try executable(script, in: folder)
      #expect(throws: GnuplotError.self) {
        try Report(summary: FakeStudy.summary())
          .write(to: folder.appendingPathComponent("a"), gnuplot: gnuplot)
      }
    }
  }

  @Test func `a program that cannot start is an error that names it`() throws {
    try FakeStudy.inFolder { folder in
      let missing = folder.appendingPathComponent("gnuplot")
      let error = #expect(throws: GnuplotError.self) {
        try Report(summary: FakeStudy.summary())
          .write(to: folder.appendingPathComponent("a"), gnuplot: missing)
      }
      #expect(error?.description.hasPrefix(missing.path) == true)
    }
  }

  @Test func `a report is not written over a file`() throws {
    try FakeStudy.inFolder { folder in
      let file = folder.appendingPathComponent("a")
      try Data("mine".utf8).write(to: file)
      #expect(throws: ReportError.notAFolder(path: file.standardizedFileURL.path)) {
        try Report(summary: FakeStudy.summary()).write(to: file, gnuplot: nil)
      }
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }
  }

  @Test func `a run with too few scores is refused`() async {
    await #expect(processExitsWith: .failure) {
      var summary = FakeStudy.summary()
      summary.runs[1].scores.removeLast()
      _ = Report(summary: summary)
    }
  }
}
