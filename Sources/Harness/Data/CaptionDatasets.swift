import Files

/// The captions that several people gave one image.
public struct CaptionGroup: TextExample {
  public let captions: [String]

  public var sentences: [String] { captions }

  /// Every two captions, the earlier first: of five captions ten pairs.
  public var positives: [(first: String, second: String)] {
    captions.indices.flatMap { first in
      captions.indices.dropFirst(first + 1).map { (captions[first], captions[$0]) }
    }
  }
}

/// Image captions: supervision that SimCSE compares with inference data.
///
/// - Source: arXiv:2104.08821, section 4.1; Flickr30k, https://aclanthology.org/Q14-1006.
public enum CaptionDatasets {
  private static let columns = (1...5).map { "caption\($0)" }

  /// An image a line, five captions.
  public static let flickr30k = Dataset<CaptionGroup>(
    "flickr30k-captions", "captions/flickr30k-captions.tsv.gz", columns: columns, hasHeader: false
  ) { row throws(LineError) in
    var captions: [String] = []
    for column in columns { captions.append(try row.sentence(column)) }
    return CaptionGroup(captions: captions)
  }
}
