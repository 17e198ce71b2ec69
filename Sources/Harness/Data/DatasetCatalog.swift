import Files
public import Foundation

/// The only list of data sets of examples: one line a file of the data folder.
///
/// The tasks that encoders are scored on are in ``STSCatalog``.
public enum DatasetCatalog {
  public static let all: [any PublishedDataset] = [
    NLIDatasets.pairs,
    NLIDatasets.triples,
    SSTDatasets.train,
    SSTDatasets.development,
    SSTDatasets.test,
    CS224NSTSDatasets.train,
    CS224NSTSDatasets.development,
    CS224NSTSDatasets.test,
    CS224NSTSDatasets.benchmark,
    QuoraDatasets.trainPart,
    QuoraDatasets.positivesExtra,
    QuoraDatasets.development,
    CaptionDatasets.flickr30k,
    PlainDatasets.wiki1m,
    PlainDatasets.wikipedia,
  ]

  /// The data set of a published name.
  public static func dataset(named name: String) -> (any PublishedDataset)? {
    all.first { $0.name == name }
  }

  /// How a file is to be read: as the published file that it is, else by its header, else by its
  /// content, see ``OutsideText``.
  ///
  /// - Throws: `InputError`, or ``LineError`` for columns that nobody has said the meaning of.
  public static func recognized(_ url: URL) throws -> any PublishedDataset {
    let data = try InputFile.read(url)
    let digest = SHA256.hexDigest(of: data)
    if let known = all.first(where: { DatasetChecksums.published[$0.path] == digest }) {
      return known
    }
    let first = String(decoding: data.prefix { $0 != 0x0A }, as: UTF8.self)
    let headed = all + [NLIDatasets.simcse]
    if let known = headed.first(where: { $0.header == first }) { return known }
    let form = try FileForm(data, file: url.path)
    switch first.count(where: { $0 == "\t" }) {
    case _ where !form.hasPlainLines: return OutsideText(form: form)
    case 0, 1: return OutsideText(form: form)
    case let tabs:
      let headers = headed.compactMap(\.header)
      throw LineError(
        file: url.path, line: 1,
        problem: "\(tabs + 1) tab-separated fields and no known header; one field is read as a "
          + "sentence, two as a pair; known headers: "
          + headers.map { $0.replacingOccurrences(of: "\t", with: " ") }.joined(separator: "; "))
    }
  }
}
