public import Foundation

/// Named tensors in the format of `torch.save`: a zip with a pickle that describes them.
///
/// - Relation: the same numbers as ``Safetensors`` gives for the same model.
/// - Source: `torch/serialization.py` of torch 2.15, the zip format since 1.6.
public enum Checkpoint {
  /// Every tensor of floats, in the order of the dictionary.
  ///
  /// F32 is read as it is; F16 and BF16 are widened, which is exact; I64 (`position_ids`) is skipped.
  ///
  /// - Throws: ``TensorFileError`` for a file that is no such zip, names what is not allowed, or whose
  ///   tensors do not fit in it.
  /// - Complexity: memory for twice the file's bytes in scalars at most; a tensor may be named twice.
  public static func parse(_ data: Data, file: String) throws -> [Safetensors.Entry] {
    func fail(_ problem: String) -> TensorFileError {
      TensorFileError(file: file, problem: problem)
    }
    if data.starts(with: [0x80]) {
      throw fail(
        "it is of the form that torch wrote before 1.6, a bare pickle, which is not read; open it "
          + "in torch and save it again, or save it as safetensors")
    }
    guard data.starts(with: Array("PK".utf8)) else {
      throw fail(
        data.starts(with: Array("version https://git-lfs".utf8))
          ? "it is a pointer of Git LFS, not the file; fetch it by 'git lfs pull'"
          : "it is no zip file, so not a checkpoint of torch; fetch it again")
    }
    let archive = try StoredArchive(data, file: file)
    guard
      let pickle = archive.entries.keys.sorted().first(where: {
        $0 == "data.pkl" || $0.hasSuffix("/data.pkl")
      }), let range = archive.entries[pickle]
    else { throw fail("its zip has no data.pkl; is this a checkpoint of torch?") }
    let root = pickle.dropLast("data.pkl".count)
    if let order = archive.entries[root + "byteorder"],
      String(decoding: archive.bytes(order), as: UTF8.self) != "little"
    {
      throw fail("its numbers are big-endian, which are not read")
    }
    let described = try CheckpointPickle([UInt8](archive.bytes(range)), file: file)
    guard !described.tensors.isEmpty else { throw fail("it holds no tensor; save a state_dict") }
    var (entries, known, scalars): ([Safetensors.Entry], Set<String>, Int) = ([], [], 0)
    for (name, place) in described.tensors where place.precision != .long {
      guard known.insert(name).inserted else { throw fail("tensor '\(name)' is named twice") }
      guard let storage = archive.entries[root + "data/" + place.key] else {
        throw fail("tensor '\(name)' is in entry 'data/\(place.key)', which is not there")
      }
      guard let count = Self.count(place, bytes: storage.count) else {
        throw fail(
          "tensor '\(name)' of shape \(place.shape) cannot lie at number \(place.offset) of a "
            + "storage of \(storage.count) bytes; the file is damaged, fetch it again")
      }
      // Tied tensors share a storage; a file that ties without end is made to fill the memory.
      scalars += count
      guard scalars <= 2 * data.count else {
        throw fail("its tensors hold more numbers than a file of \(data.count) bytes can")
      }
      entries.append(
        Safetensors.Entry(
          name: name, tensor: tensor(place, count: count, storage: archive.bytes(storage)),
          precision: place.precision.name))
    }
    return entries
  }

  /// The numbers of a tensor; nil where one of them is outside of its storage.
  private static func count(_ place: CheckpointPickle.Place, bytes: Int) -> Int? {
    let stored = bytes / place.precision.width
    guard place.offset >= 0, place.offset <= stored, place.count <= stored else { return nil }
    var (count, last) = (1, place.offset)
    for (axis, stride) in zip(place.shape, place.strides) {
      guard axis >= 0, stride >= 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: axis)
      let (step, tooFar) = max(axis - 1, 0).multipliedReportingOverflow(by: stride)
      let (end, beyond) = last.addingReportingOverflow(step)
      guard !overflow, !tooFar, !beyond else { return nil }
      (count, last) = (product, end)
    }
    // Of strides of 0 a small storage would make a tensor of any size.
    guard count == 0 || (last < stored && count <= stored) else { return nil }
    return count
  }

  private static func tensor(
    _ place: CheckpointPickle.Place, count: Int, storage: Data
  ) -> Tensor<Float> {
    guard count > 0 else { return Tensor([], shape: place.shape) }
    var expected = 1
    var isPlain = true
    for (axis, stride) in zip(place.shape, place.strides).reversed() {
      if axis != 1, stride != expected { isPlain = false }
      expected *= max(axis, 1)
    }
    let width = place.precision.width
    if isPlain {
      return Tensor(
        Safetensors.numbers(
          in: storage, at: storage.startIndex + place.offset * width, count: count,
          precision: place.precision.name),
        shape: place.shape)
    }
    let all = Safetensors.numbers(
      in: storage, at: storage.startIndex, count: storage.count / width,
      precision: place.precision.name)
    var scalars: [Float] = []
    scalars.reserveCapacity(count)
    var index = [Int](repeating: 0, count: place.shape.count)
    var at = place.offset
    for _ in 0..<count {
      scalars.append(all[at])
      var axis = index.count - 1
      while axis >= 0 {
        index[axis] += 1
        at += place.strides[axis]
        if index[axis] < place.shape[axis] { break }
        at -= index[axis] * place.strides[axis]
        index[axis] = 0
        axis -= 1
      }
    }
    return Tensor(scalars, shape: place.shape)
  }
}

extension CheckpointPickle.Precision {
  /// The name of safetensors.
  var name: String {
    switch self {
    case .float: "F32"
    case .half: "F16"
    case .bfloat16: "BF16"
    case .long: "I64"
    }
  }
}
