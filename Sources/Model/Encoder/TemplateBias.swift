/// How many tokens a template has before and behind its sentence, the first and last of a text among them.
public struct TemplateShape: Sendable, Equatable {
  public let before: Int
  public let after: Int

  public init(before: Int, after: Int) {
    self.before = before
    self.after = after
  }
}

extension Encoder {
  /// What templates say by themselves: the state at the mask token without the sentence (B, H).
  ///
  ///     bias = state at the mask of  before · after,   positions as with the sentence between them
  ///
  /// It depends on the template and on the sentence's length alone, so that each length of a view passes
  /// once, with masks of its own.
  ///
  /// - Inputs: `shapes`, of each sentence its template's and its view; `leaves`, those of the pack.
  /// - Randomness: `dropout`, of the view 3 + v for the template of view v, at the sentence's length in the
  ///   place of an example.
  /// - Source: arXiv:2201.04337, section 4.2, template denoising; `get_delta` of its code.
  func templateBias(
    of pack: TokenPack, shapes: [(shape: TemplateShape, view: Int)], leaves: Leaves,
    on tape: Tape<Scalar>, dropout: EncoderDropout?
  ) -> Variable<Scalar> {
    var places: [EncoderDropout.Slot: Int] = [:]
    var (templates, shifts, slots) = ([[Int32]](), [Int](), [EncoderDropout.Slot]())
    let rows = shapes.enumerated().map { sentence, item in
      let (shape, view) = item
      let ids = pack.ids[pack.tokens(of: sentence)]
      let length = ids.count - shape.before - shape.after
      precondition(length >= 0, "\(ids.count) tokens do not hold a template of \(shape)")
      let slot = EncoderDropout.Slot(view: 3 + view, example: length)
      if let place = places[slot] { return place }
      places[slot] = templates.count
      slots.append(slot)
      templates.append(Array(ids.prefix(shape.before) + ids.suffix(shape.after)))
      shifts += (0..<shape.before + shape.after).map { $0 < shape.before ? 0 : length }
      return templates.count - 1
    }
    let own = TokenPack(templates)
    var entry = EncoderEntry(positions: nil, embeddings: nil)
    entry.shifts = shifts
    let states = hiddenStates(
      of: own, entry: entry, for: nil, leaves: leaves.over(own), on: tape,
      dropout: dropout?.over(slots))
    let masked = tape.apply(SelectRows(rows: maskRows(of: own)), states[states.count - 1])
    return tape.apply(SelectRows(rows: rows), masked)
  }
}

extension Encoder.Leaves {
  /// The same parameters for another pack of words that are among them.
  fileprivate func over(_ pack: TokenPack) -> Encoder.Leaves {
    var leaves = self
    leaves.rows = pack.ids.map { id in
      guard let row = ids.firstIndex(of: Int(id)) else {
        preconditionFailure("token \(id) is not among those of the step")
      }
      return row
    }
    return leaves
  }
}
