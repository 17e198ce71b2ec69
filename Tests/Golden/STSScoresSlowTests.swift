import Data
import Evaluation
import Foundation
import Model
import Support
import Testing

/// The seven STS tasks with all-MiniLM-L6-v2 against sentence-transformers and SciPy on the same
/// files, and against the published MTEB values: `ci/reference/sts_scores.py`.
@Suite(
  .enabled(
    if: RealInputs.model != nil && RealInputs.data != nil,
    "set SIMCSE_MODEL to the folder that ci/fetch-model prints, and SIMCSE_DATA"))
struct STSScoresSlowTests {
  struct Reference: Decodable {
    struct Tolerance: Decodable { let correlations, published, alignment, uniformity: Double }
    struct Score: Decodable {
      let pairs: Int?
      let spearman, pearson: Double
    }
    struct Task: Decodable { let all, mean, wmean: Score }
    struct Geometry: Decodable { let alignment, uniformityDistinct: Double }
    let tolerance: Tolerance
    let tasks: [String: Task]
    let STSBenchmark: [String: Score]
    let geometry: [String: Geometry]
    let published: [String: Score]
    let sick: [String: Score]

    enum CodingKeys: String, CodingKey {
      case tolerance, tasks, STSBenchmark, geometry, published
      case sick = "SICKR"
    }
  }

  @Test func `every task has the reference's scores in every setting`() throws {
    let reference: Reference = try Fixture.read("sts_scores")
    let folder = try #require(RealInputs.data).appendingPathComponent("sts")
    let encoder = try ModelFolder(try #require(RealInputs.model), blocks: nil).sentenceEncoder(
      pooling: nil, maximumTokens: nil,
      compute: Compute(
        product: .exact, threads: ProcessInfo.processInfo.activeProcessorCount))
    // SICK is evaluated whole, and its test part as a task of its own, in one go.
    let datasets = STSCatalog.tasks + [STSCatalog.wholeSICK]
    let tasks = try datasets.map { try $0.read(folder, checksums: .published) }
    let evaluation = Evaluation(
      tasks.dropLast() + [
        STSTask(
          name: "SICK whole",
          subsets: [PairSubset(name: "all", pairs: tasks[tasks.count - 1].pairs)], checksums: [:])
      ], tokenizer: encoder.tokenizer, maximumTokens: encoder.maximumTokens)
    let outcome = try evaluation.score(encoder, batch: 64, progress: nil)
    let scores = outcome.result.tasks
    func compare(_ name: String, _ own: (Double?, Double?), _ expected: Reference.Score) {
      let (spearman, pearson) = (own.0 ?? .nan, own.1 ?? .nan)
      #expect(abs(spearman - expected.spearman) <= reference.tolerance.correlations, "\(name)")
      #expect(abs(pearson - expected.pearson) <= reference.tolerance.correlations, "\(name)")
    }
    for (name, expected) in reference.tasks {
      let own = try #require(scores[name])
      #expect(own.pairs == expected.all.pairs)
      compare("\(name) all", (own.spearman, own.pearson), expected.all)
      compare("\(name) mean", (own.mean?.spearman, own.mean?.pearson), expected.mean)
      compare("\(name) wmean", (own.wmean?.spearman, own.wmean?.pearson), expected.wmean)
    }
    let benchmark = try #require(scores["STSBenchmark"])
    compare(
      "STSBenchmark", (benchmark.spearman, benchmark.pearson),
      try #require(reference.STSBenchmark["test"]))
    let sick = try #require(scores["SICK-R"])
    #expect(sick.pairs == 4927)
    compare("SICK-R", (sick.spearman, sick.pearson), try #require(reference.sick["test"]))
    let whole = try #require(scores["SICK whole"])
    #expect(whole.pairs == 9927)
    compare("SICK whole", (whole.spearman, whole.pearson), try #require(reference.sick["all"]))

    // Published MTEB values of the model, five digits.
    let published = reference.tolerance.published
    #expect(abs(benchmark.spearman - 0.82032) <= published)
    #expect(abs((benchmark.pearson ?? .nan) - 0.82741) <= published)
    let sixteen = try #require(scores["STS16"])
    #expect(abs(sixteen.spearman - 0.78989) <= published)
    #expect(abs((sixteen.pearson ?? .nan) - 0.77937) <= published)
    #expect(abs(whole.spearman - 0.77582) <= published)

    let place = try #require(tasks.firstIndex { $0.name == "STSBenchmark" })
    let geometry = try evaluation.geometry(
      ofTask: place, outcome, compute: encoder.encoder.compute)
    let expected = try #require(reference.geometry["test"])
    #expect(abs(geometry.alignment - expected.alignment) <= reference.tolerance.alignment)
    #expect(
      abs(geometry.uniformity - expected.uniformityDistinct) <= reference.tolerance.uniformity)
  }
}
