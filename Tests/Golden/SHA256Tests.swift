import Files
import Foundation
import Testing

/// Example digests of FIPS 180 and of NIST's test vectors (byte-oriented, short and long messages).
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `the digest is the published one`(message: String, digest: String) {
    #expect(SHA256.hexDigest(of: Data(message.utf8)) == digest)
  }

  @Test(arguments: [1, 55, 56, 63, 64, 65, 119, 128, 511, 512, 513, 1100])
  func `pieces give the digest of the whole`(_ size: Int) {
    let bytes = (0..<1500).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var hash = SHA256()
    for start in stride(from: 0, to: bytes.count, by: size) {
      hash.update(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(hash.finalize() == SHA256.hexDigest(of: Data(bytes)))
  }
}
