import Foundation

/// How the process uses the machine.
package enum Machine {
  /// Keeps freed memory in the process: the next training step takes it again.
  ///
  /// Else every large buffer is unmapped when freed, and each page of the next one is fetched and
  /// cleared by the kernel.
  static func keepMemory() {
    #if os(Linux)
      // The C library's module leaves malloc.h out, so its function is looked up by name.
      typealias Option = @convention(c) (_ option: Int32, _ value: Int32) -> Int32
      guard let address = unsafe dlsym(nil, "mallopt") else { return }
      let option = unsafe unsafeBitCast(address, to: Option.self)
      let (trimThreshold, topPadding, mappings, arenas): (Int32, Int32, Int32, Int32) =
        (-1, -2, -4, -8)
      _ = option(mappings, 0)
      _ = option(trimThreshold, .max)
      _ = option(topPadding, 64 << 20)
      _ = option(arenas, 1)
    #endif
  }

  /// This program's own file.
  static var program: URL {
    get throws {
      if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
        return URL(fileURLWithPath: path)
      }
      let path = CommandLine.arguments[0]
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw UsageError(
          "this program cannot find its own file; start it by its whole path")
      }
      return URL(fileURLWithPath: path)
    }
  }

  /// Lets a write into a closed pipe fail instead of ending the process.
  ///
  /// By a handler and not by ignoring the signal, which programs started from here would inherit.
  package static func outliveClosedPipes() {
    _ = signal(SIGPIPE) { _ in }
  }

  /// Opens standard streams that are closed on nothing: else the next file opened takes their number,
  /// and a progress line would be written into a checkpoint.
  ///
  /// A closed input reads as empty. A closed output is opened for reading, so that a result written
  /// there fails; what goes to a closed error stream is dropped.
  static func occupyClosedStreams() {
    for (stream, mode) in [
      (STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
    ]
    where fcntl(stream, F_GETFD) == -1 {
      _ = unsafe open("/dev/null", mode)
    }
  }
}
