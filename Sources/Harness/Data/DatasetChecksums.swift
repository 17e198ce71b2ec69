/// The checksums of the published data files, unpacked, by path under the data folder.
enum DatasetChecksums {
  /// SHA-256 of each file.
  static let published: [String: String] = [
    "cs224n/sst-train.tsv":
      "9fc8eddfec2b3037c13d9ea2797a34dbb5e38b6e43578df0a8a925352ea9bf22",
    "cs224n/sst-dev.tsv":
      "ff6037de3f38abed95b4644d31a183bf07160518fb13119336c74e0d31dac524",
    "cs224n/sst-test-student.tsv":
      "7c5e07a7ed680c421068f057d575d0ced91f9f769ec51dff8fb0d951a5a2e8de",
    "cs224n/sts-train.tsv":
      "c0c8c4668d4b2e894321f055015f11e5a39201deeeda6d87d56fb2e58d5e5227",
    "cs224n/sts-dev.tsv":
      "ca76317bfa621fccc6af11cd05dd6c69e9674a1074e3d5f21a4e2515638d4d7d",
    "cs224n/sts-test-student.tsv":
      "b5826dae363c163b81fbc0448e2f54ad4f29134a04a12265de9b5f3f4d1d2b2f",
    "sts/STSBenchmark/train.tsv":
      "66a94b7f1e2713b621e62fedd9c37bc29abef5d6f31dfd533b4177a93fc460cb",
    "cs224n/quora-dev.tsv.gz":
      "6bd6416a7020e6d5df1999d36ff51a1079397bd973b09c6deeaed78ab1f25671",
    "cs224n/quora-train-part.tsv.gz":
      "571be2b2170be1ef87494b36c1959781633a1001dd954ea9cb8982cb5123b6ca",
    "cs224n/quora-positives-extra.tsv.gz":
      "7f8c0344c49344fd4fc5b5bd0e6675688a8ab4dfcf9919efcefd347e22a856c8",
    "nli/nli-pairs.tsv.gz":
      "4db3ffe64888eaf440ed94cccb11685effa4e7dec0ef0384c3e142936d10338b",
    "nli/nli-triples.tsv.gz":
      "bc6e3e20d6277494828a2ccb454b9bd7824afaaf809e7b05b2b521548fc30073",
    "wiki/wiki1m_for_simcse.first-part.txt":
      "423e56115d182ab21d4f413473f6f615888d140fec81f06a750297b5940aa190",
    "wiki/wikipedia-sentences.txt.gz":
      "f9302a50d2562c0952078b91dc18186427ca7266fe2df4838bae4e5e2461692c",
    "captions/flickr30k-captions.tsv.gz":
      "5500c8e6de938496d5d88a5e0a49171e5eeefae65d52431357be5fdf6a9a4154",
  ]
}
