/// What a `data.pkl` of PyTorch says: names and, for each tensor, where its numbers are.
///
/// A pickle is a program; this reads it as data. Nothing is called: a table of six names stands for
/// what they would build, and every other name, and every other opcode, is refused.
///
/// - Source: `pickletools.py` of Python 3.11; `torch/serialization.py` and `_utils.py` of torch 2.15.
struct CheckpointPickle {
  /// The kinds of numbers that a storage can hold.
  enum Precision: String {
    case float = "FloatStorage"
    case half = "HalfStorage"
    case bfloat16 = "BFloat16Storage"
    case long = "LongStorage"

    /// Bytes a number.
    var width: Int {
      switch self {
      case .float: 4
      case .half, .bfloat16: 2
      case .long: 8
      }
    }
  }

  /// A tensor as the pickle describes it.
  struct Place {
    let key: String
    let precision: Precision
    /// The numbers in the storage.
    let count: Int
    /// Counted in numbers, as are the strides.
    let offset: Int
    let shape: [Int]
    let strides: [Int]
  }

  /// The names of the top dictionary whose values are tensors, in their order.
  private(set) var tensors: [(name: String, place: Place)] = []

  private static let mostTensors = 1 << 20
  private static let deepest = 8

  /// A value while the pickle is read. Only the top dictionary and its tensors are kept: what other
  /// dictionaries hold is dropped, so that nothing is deeper than tuples are.
  private enum Value {
    case none, flag
    case whole(Int)
    case text(String)
    case dictionary(Int)
    indirect case tuple([Value], depth: Int)
    case makesDictionary, makesTensor
    case storage(Precision)
    case stored(key: String, Precision, count: Int)
    case tensor(Place)
  }

  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var stack: [Value] = []
  private var marks: [Int] = []
  private var memo: [Int: Value] = [:]
  /// The tensors of each dictionary made so far.
  private var dictionaries: [[(name: String, place: Place)]] = []

  /// - Throws: ``TensorFileError`` for a name or an opcode that is not known, and for a damaged file.
  init(_ bytes: [UInt8], file: String) throws(TensorFileError) {
    self.bytes = bytes
    self.file = file
    while true {
      let at = position
      let code = UInt8(truncatingIfNeeded: try number(1))
      if code == UInt8(ascii: ".") { break }
      try run(code, at: at)
    }
    guard case .dictionary(let top)? = stack.last, stack.count == 1 else {
      throw failure("it holds no dictionary of tensors; save a state_dict")
    }
    tensors = dictionaries[top]
    (stack, memo, dictionaries) = ([], [:], [])
  }

  private func failure(_ problem: String) -> TensorFileError {
    TensorFileError(file: file, problem: problem)
  }

  private func damaged(_ what: String) -> TensorFileError {
    failure("at byte \(position) of data.pkl: \(what); the file is damaged, fetch it again")
  }

  // MARK: Opcodes

  private mutating func run(_ code: UInt8, at place: Int) throws(TensorFileError) {
    switch code {
    case 0x80:  // PROTO
      let version = try number(1)
      guard version <= 4 else {
        throw failure("data.pkl is of pickle protocol \(version); 2 is read")
      }
    case UInt8(ascii: "c"): stack.append(try global())
    case UInt8(ascii: "}"): stack.append(try newDictionary())
    case UInt8(ascii: ")"): stack.append(.tuple([], depth: 1))
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "X"):
      let text = try take(try number(4))
      guard let text = String(validating: text, as: UTF8.self) else {
        throw damaged("text is not UTF-8")
      }
      stack.append(.text(text))
    case UInt8(ascii: "J"): stack.append(.whole(Int(Int32(truncatingIfNeeded: try number(4)))))
    case UInt8(ascii: "K"): stack.append(.whole(try number(1)))
    case UInt8(ascii: "M"): stack.append(.whole(try number(2)))
    case 0x88, 0x89: stack.append(.flag)  // NEWTRUE, NEWFALSE
    case UInt8(ascii: "N"): stack.append(.none)
    case UInt8(ascii: "q"): memo[try number(1)] = try top()
    case UInt8(ascii: "r"): memo[try number(4)] = try top()
    case UInt8(ascii: "h"): try recall(try number(1))
    case UInt8(ascii: "j"): try recall(try number(4))
    case UInt8(ascii: "t"): stack.append(try tuple(of: try toMark()))
    case 0x85, 0x86, 0x87:  // TUPLE1, TUPLE2, TUPLE3
      var parts: [Value] = []
      for _ in 0...(code - 0x85) { parts.append(try pop()) }
      stack.append(try tuple(of: parts.reversed()))
    case UInt8(ascii: "Q"): stack.append(try stored(try pop()))
    case UInt8(ascii: "R"): try reduce()
    case UInt8(ascii: "s"): try setItems([try pop(), try pop()].reversed())
    case UInt8(ascii: "u"): try setItems(try toMark())
    case UInt8(ascii: "b"):  // The `_metadata` of an OrderedDict, which holds versions of modules.
      _ = try pop()
      guard case .dictionary = try top() else {
        throw failure("byte \(place) of data.pkl sets the state of what is no dictionary; refused")
      }
    default:
      throw failure(
        "byte \(place) of data.pkl is opcode 0x\(String(code, radix: 16)), which no checkpoint of "
          + "plain tensors has; refused: save a state_dict, or better safetensors")
    }
  }

  private mutating func global() throws(TensorFileError) -> Value {
    let (module, name) = (try line(), try line())
    switch (module, name) {
    case ("collections", "OrderedDict"): return .makesDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): return .makesTensor
    case ("torch", _):
      if let precision = Precision(rawValue: name) { return .storage(precision) }
    default: break
    }
    throw failure(
      "data.pkl names '\(module).\(name)', which is not allowed; only tensors of float32, float16, "
        + "bfloat16 and int64 are read: save the model's state_dict, or save it as safetensors")
  }

  private mutating func newDictionary() throws(TensorFileError) -> Value {
    guard dictionaries.count < Self.mostTensors else { throw damaged("too many dictionaries") }
    dictionaries.append([])
    return .dictionary(dictionaries.count - 1)
  }

  private func tuple(of parts: [Value]) throws(TensorFileError) -> Value {
    var depth = 1
    for case .tuple(_, let inner) in parts { depth = max(depth, inner + 1) }
    guard depth <= Self.deepest else { throw damaged("tuples are nested \(depth) deep") }
    return .tuple(parts, depth: depth)
  }

  private func stored(_ value: Value) throws(TensorFileError) -> Value {
    guard case .tuple(let parts, _) = value, parts.count == 5, case .text("storage") = parts[0],
      case .storage(let precision) = parts[1], case .text(let key) = parts[2],
      case .whole(let count) = parts[4], count >= 0
    else { throw damaged("a storage was expected") }
    return .stored(key: key, precision, count: count)
  }

  private mutating func reduce() throws(TensorFileError) {
    guard case .tuple(let arguments, _) = try pop() else {
      throw damaged("arguments were expected")
    }
    switch try pop() {
    case .makesDictionary where arguments.isEmpty: stack.append(try newDictionary())
    case .makesTensor:
      guard arguments.count >= 4, case .stored(let key, let precision, let count) = arguments[0],
        case .whole(let offset) = arguments[1], let shape = wholes(arguments[2]),
        let strides = wholes(arguments[3]), shape.count == strides.count
      else { throw damaged("a tensor of torch._utils._rebuild_tensor_v2 was expected") }
      stack.append(
        .tensor(
          Place(
            key: key, precision: precision, count: count, offset: offset, shape: shape,
            strides: strides)))
    default: throw damaged("what is no known name is called")
    }
  }

  private func wholes(_ value: Value) -> [Int]? {
    guard case .tuple(let parts, _) = value else { return nil }
    var wholes: [Int] = []
    for part in parts {
      guard case .whole(let whole) = part else { return nil }
      wholes.append(whole)
    }
    return wholes
  }

  private mutating func setItems(_ items: [Value]) throws(TensorFileError) {
    guard case .dictionary(let place) = try top(), items.count.isMultiple(of: 2) else {
      throw damaged("a dictionary was expected")
    }
    for index in stride(from: 0, to: items.count, by: 2) {
      guard case .text(let name) = items[index], case .tensor(let tensor) = items[index + 1] else {
        continue
      }
      guard dictionaries[place].count < Self.mostTensors else { throw damaged("too many tensors") }
      dictionaries[place].append((name, tensor))
    }
  }

  // MARK: Bytes and the stack

  private mutating func take(_ count: Int) throws(TensorFileError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw damaged("it ends too early") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func number(_ width: Int) throws(TensorFileError) -> Int {
    try take(width).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func line() throws(TensorFileError) -> String {
    guard let end = bytes[position...].firstIndex(of: 0x0A), end - position <= 256 else {
      throw damaged("a name has no end")
    }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  private func top() throws(TensorFileError) -> Value {
    guard let value = stack.last, stack.count > marks.last ?? 0 else {
      throw damaged("a value is missing")
    }
    return value
  }

  private mutating func pop() throws(TensorFileError) -> Value {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func recall(_ index: Int) throws(TensorFileError) {
    guard let value = memo[index] else { throw damaged("memo \(index) was never set") }
    stack.append(value)
  }

  private mutating func toMark() throws(TensorFileError) -> [Value] {
    guard let mark = marks.popLast(), mark <= stack.count else { throw damaged("no mark was set") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }
}
