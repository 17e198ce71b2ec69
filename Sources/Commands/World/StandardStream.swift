package import Foundation

/// Why a standard stream could not be read or written.
package enum StreamError: Error, CustomStringConvertible, Equatable {
  /// Whoever read it has gone.
  case closedPipe
  case failed(stream: String, problem: String)

  package var description: String {
    switch self {
    case .closedPipe: "whoever read standard output has closed it"
    case .failed(let stream, let problem): "\(stream): \(problem)"
    }
  }
}

/// One of the three standard streams by the system's own calls: Foundation's handles end the process
/// where a write fails.
package struct StandardStream: Sendable {
  package static let input = Self(descriptor: STDIN_FILENO, name: "standard input")
  package static let output = Self(descriptor: STDOUT_FILENO, name: "standard output")
  package static let error = Self(descriptor: STDERR_FILENO, name: "standard error")

  let descriptor: Int32
  let name: String

  package init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of it.
  ///
  /// - Precondition: SIGPIPE does not end the process (see ``Machine/outliveClosedPipes()``).
  /// - Throws: ``StreamError``.
  package func write(_ data: Data) throws {
    var rest = data[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Foundation.write(descriptor, bytes.baseAddress, bytes.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0 {
        try wait(for: Int16(POLLOUT), after: errno)
      }
    }
  }

  /// Everything to the end.
  ///
  /// - Throws: ``StreamError``.
  package func readToEnd() throws -> Data {
    var data = Data()
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes { bytes in
        unsafe read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count == 0 { return data }
      if count > 0 { data += piece[..<count] } else { try wait(for: Int16(POLLIN), after: errno) }
    }
  }

  /// Tries again after a signal, waits where the stream does not block, and else throws.
  private func wait(for events: Int16, after code: Int32) throws {
    switch code {
    case EINTR: return
    case EAGAIN:
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      _ = unsafe poll(&entry, 1, -1)
    case EPIPE: throw StreamError.closedPipe
    default:
      let problem =
        switch code {
        case ENOSPC, EDQUOT: "the disk is full; free some of it"
        case EBADF: "it is closed"
        case EISDIR: "this is a folder"
        default: unsafe String(cString: strerror(code))
        }
      throw StreamError.failed(stream: name, problem: problem)
    }
  }
}
