import Commands
import Foundation
import Synchronization
import Testing

@Suite struct StandardStreamTests {
  init() { Machine.outliveClosedPipes() }

  @Test func `a full disk is an error in plain words`() throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: "/dev/full"))
    let stream = StandardStream(descriptor: file.fileDescriptor, name: "standard output")
    let error = #expect(throws: StreamError.self) { try stream.write(Data("a".utf8)) }
    #expect(error?.description == "standard output: the disk is full; free some of it")
  }

  @Test func `a pipe that nobody reads is closed, not a crash`() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let stream = StandardStream(
      descriptor: pipe.fileHandleForWriting.fileDescriptor, name: "standard output")
    #expect(throws: StreamError.closedPipe) { try stream.write(Data("a".utf8)) }
  }

  @Test func `a stream that is closed, or a folder, is an error`() throws {
    let closed = StandardStream(descriptor: 1_000_000, name: "standard input")
    #expect(throws: StreamError.failed(stream: "standard input", problem: "it is closed")) {
      try closed.readToEnd()
    }
    let folder = try FileHandle(forReadingFrom: URL(fileURLWithPath: "/"))
    let stream = StandardStream(descriptor: folder.fileDescriptor, name: "standard input")
    #expect(throws: StreamError.failed(stream: "standard input", problem: "this is a folder")) {
      try stream.readToEnd()
    }
  }

  @Test(arguments: [false, true])
  func `every byte arrives in a pipe that is full again and again`(_ blocks: Bool) throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    if !blocks { #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0) }
    let data = Data((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let arrived = Arrived()
    let reading = DispatchGroup()
    reading.enter()
    let source = StandardStream(
      descriptor: pipe.fileHandleForReading.fileDescriptor, name: "standard input")
    Thread {
      arrived.data.withLock { $0 = (try? source.readToEnd()) ?? Data() }
      reading.leave()
    }.start()
    try StandardStream(descriptor: descriptor, name: "standard output").write(data)
    try pipe.fileHandleForWriting.close()
    reading.wait()
    let isWhole = arrived.data.withLock { $0 == data }
    #expect(isWhole)
  }

  private final class Arrived: Sendable {
    let data = Mutex(Data())
  }
}
