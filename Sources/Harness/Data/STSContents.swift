/// The digests of the published STS sets' contents; written by ci/reference/sts_contents.py.
enum STSContents {
  /// The pairs of all of SICK.
  static let wholeSICKCount = 9927
  /// The pairs of each file, by path under the STS folder.
  static let counts: [String: Int] = [
    "SICK/test.tsv": 4927,
    "SICK/train.tsv": 4500,
    "SICK/trial.tsv": 500,
    "STS12/MSRpar.tsv": 750,
    "STS12/MSRvid.tsv": 750,
    "STS12/SMTeuroparl.tsv": 459,
    "STS12/surprise.OnWN.tsv": 750,
    "STS12/surprise.SMTnews.tsv": 399,
    "STS13/FNWN.tsv": 189,
    "STS13/OnWN.tsv": 561,
    "STS13/headlines.tsv": 750,
    "STS14/OnWN.tsv": 750,
    "STS14/deft-forum.tsv": 450,
    "STS14/deft-news.tsv": 300,
    "STS14/headlines.tsv": 750,
    "STS14/images.tsv": 750,
    "STS14/tweet-news.tsv": 750,
    "STS15/answers-forums.tsv": 375,
    "STS15/answers-students.tsv": 750,
    "STS15/belief.tsv": 375,
    "STS15/headlines.tsv": 750,
    "STS15/images.tsv": 750,
    "STS16/answer-answer.tsv": 254,
    "STS16/headlines.tsv": 249,
    "STS16/plagiarism.tsv": 230,
    "STS16/postediting.tsv": 244,
    "STS16/question-question.tsv": 209,
    "STSBenchmark/dev.tsv": 1500,
    "STSBenchmark/test.tsv": 1379,
    "STSBenchmark/train.tsv": 5749,
  ]
  /// Of each file, by path under the STS folder.
  static let files: [String: String] = [
    "SICK/test.tsv":
      "54317211c3e89d904a5b00cf5a6fe8617e8f7ef544bdfd4a73330fb7bd8f4b5e",
    "SICK/train.tsv":
      "1e575fd599305647b8a59f632718274abe0b0d9ce2de6ea3a4ac5742f2282665",
    "SICK/trial.tsv":
      "1872752e6233496305c7c95b328a25094b18e9b3942cba482af69ab2b6e75d94",
    "STS12/MSRpar.tsv":
      "6a0ff1a0e78b537310dfea90847b454c03b76b4ba4931cd05b06eaf451da9b69",
    "STS12/MSRvid.tsv":
      "362b57715004647e9354821f615b4062cdce02e253f1adb0074ae67c01ea129f",
    "STS12/SMTeuroparl.tsv":
      "749520a1a0e0a1024c16186d33cfbf4828249bcab81227648f559fbedcd4de2e",
    "STS12/surprise.OnWN.tsv":
      "af0669d1e378b85cfd04f96cc2ac57844c250254ac45d067b7872fcb42ccb735",
    "STS12/surprise.SMTnews.tsv":
      "591d498d01e0f4a885627a3dbb04e441363e80af028a7ab422b0a2448b79d0b4",
    "STS13/FNWN.tsv":
      "35ad012c8c0ebea15d2161ec3217e3486ab56da33c7ab024b8c3578ec553a01d",
    "STS13/OnWN.tsv":
      "c5288c2a4e15563027e543d72825172a0e2807048cfb8ddb16ed304a80e93a62",
    "STS13/headlines.tsv":
      "d0937ff1f8e91ba6fa6d67ba9e64571adbb336543b6e893c7b314af2c265e37c",
    "STS14/OnWN.tsv":
      "4164b91c72fd65ee67b681874123c2bc282e6b6c9ef9015b4a98bb5ac6154715",
    "STS14/deft-forum.tsv":
      "8380b9dc710276c48037f48500a729f71293d5d9ea95eb0e24f60cc2b27e9a70",
    "STS14/deft-news.tsv":
      "84d52336a61bd7de41ae0e4243cb619a5d8e6dc7e3fdfc021e81f41fee900258",
    "STS14/headlines.tsv":
      "ec3b9e9b963ef335e87dd7bc5b288784aa20f4f0aa68559e4855ef3ae75402f3",
    "STS14/images.tsv":
      "5437b2577baef96ad11edb38c3b207dc796b21194c7e8dd2b9431d402c6aac0e",
    "STS14/tweet-news.tsv":
      "0775a1259b6002da099c9f77c984e135a4691c1be0582b064f84c56a200c4bdd",
    "STS15/answers-forums.tsv":
      "5281b9078e595828dbf34114ca887f915fbbcbc5d95865d8785aa20ff5a31623",
    "STS15/answers-students.tsv":
      "6b0fa494284568c5bef902c7c71e64eb55bfffb48e2097472ef4e5e6ce49c872",
    "STS15/belief.tsv":
      "902869eef64b1b19de17f80a00e5f76d1890524cacda3b2131f56c6755526241",
    "STS15/headlines.tsv":
      "6a4c6c26e4a4497068318f4776193639c02a803b12f5b57957c7c9860a40ce10",
    "STS15/images.tsv":
      "8cb2e28011d2034d9a50f330a8be36c21b33a6629c529e46128d8d86ee3f68c4",
    "STS16/answer-answer.tsv":
      "558a37631427cf9a0687c015396dac6d530f8ce0a467ef997290bc94fa32922e",
    "STS16/headlines.tsv":
      "6e94f16d94c5fa5702f2b60903343f430ff2b53cbe67523214610c2c0d729ce0",
    "STS16/plagiarism.tsv":
      "5101722fe02adc44e865e5af02b905c5051da57eba987a882322f28f417b0796",
    "STS16/postediting.tsv":
      "f44b4b334c63de6cfb1c7f99c2efe2cd0606dbcd1d34017d06626947032b0238",
    "STS16/question-question.tsv":
      "9a12b826c83220261b24d2adea89fbf021615b0b96f22ad84b8e67f65c69ff1e",
    "STSBenchmark/dev.tsv":
      "295b9a22669e1b2a23a2409721416f58c4370aef09ce4c93e8748337a8170799",
    "STSBenchmark/test.tsv":
      "54e7a9bd80b73e3e9ce123d2d627a9013ee8c642fbcd0687e36a78a7ab045d26",
    "STSBenchmark/train.tsv":
      "583ea8f13f456db0225d1badd5363debfd2e294e7425215573ff269cb90a5c4b",
  ]
  /// Of each task, its files in the order of the catalog.
  static let tasks: [String: String] = [
    "SICK-R":
      "54317211c3e89d904a5b00cf5a6fe8617e8f7ef544bdfd4a73330fb7bd8f4b5e",
    "SICK-R-all":
      "53cb8e30a03fa7e6a8675e19aaa8f692c9c6d7f02275b76bbb4c17cbc4ffcc21",
    "SICK-R-train":
      "1e575fd599305647b8a59f632718274abe0b0d9ce2de6ea3a4ac5742f2282665",
    "SICK-R-trial":
      "1872752e6233496305c7c95b328a25094b18e9b3942cba482af69ab2b6e75d94",
    "STS12":
      "ecb5c990e146979d4a96dcdfe83e88e3e6520cbb57e14638120afc750c57d218",
    "STS13":
      "21ec1686e0801bda3fea2e16bbfb4bf66642716cf1b75729423a6c1ea3e9df07",
    "STS14":
      "96716b13a006f855ebd426f024a14b6904f0acca256abb1867de0b2dbf634263",
    "STS15":
      "3ea6f67a36fc04a823ef6c2f13a8a58011419234f734668ecce41f8489646d79",
    "STS16":
      "1d559a2e05b52de8a8c9ffd145ea8a77f883ef3f2fe52ffd3a1a99e66cb17a3e",
    "STSBenchmark":
      "54e7a9bd80b73e3e9ce123d2d627a9013ee8c642fbcd0687e36a78a7ab045d26",
    "STSBenchmark-dev":
      "295b9a22669e1b2a23a2409721416f58c4370aef09ce4c93e8748337a8170799",
    "STSBenchmark-train":
      "583ea8f13f456db0225d1badd5363debfd2e294e7425215573ff269cb90a5c4b",
  ]
  /// Of the official text of each task, blanks made one.
  static let texts: [String: String] = [
    "SICK-R":
      "bc4e31707020ca02b2f4bc7cf17eb5e0e519680c7386716c237017d446d1e92d",
    "SICK-R-all":
      "e2539893bd59cfb55c67c2391d468f4c5c843d9b4fc775316a2e94aaf8a56e69",
    "SICK-R-train":
      "0a9d97bd47bd7a3fad523f2a8202bdcdfaeb6a32a2063f268b05319577bedb61",
    "SICK-R-trial":
      "5d030f6f9dfa6ebf6208d52246f5eb147966d223844c6af2cc268511652b7c15",
    "STS12":
      "56ac2afc9b2f4f15befc395769b2a8dda8929c20fd3243450a837fd4e420b957",
    "STS13":
      "b551778fb15aace3fd24cd7c5e8d09e781e118027d8c4b5d9114974fa35ebd91",
    "STS14":
      "15714deaf7b27ea9b91aeb49c7242329aef72a30304bd1353965d553927cda49",
    "STS15":
      "ea731c0cdbd2bf60c4eaa3c757dc95c5ef12752891adce8a519be45eaaad854a",
    "STS16":
      "51f66514055e3f9ad0fc179f363fd8b77a063a43d975687a0ac65835ef4b0fc0",
    "STSBenchmark":
      "2eec6b2aca8f68f85d0fc18f75e3adb8c6a17d7de4c0d7574a13061443c0a946",
    "STSBenchmark-dev":
      "109bfac76e738ba4c019b6867920b22822008f9cad0efc367c63fe6e91dc3ad9",
    "STSBenchmark-train":
      "576f62f8959afd46eec81f282ff4925172385cb62f6328704ba1ad1909e596d8",
  ]
  /// Of each task, whatever the order of its pairs.
  static let unordered: [String: String] = [
    "SICK-R":
      "921c954b27196e3460a52b253e94f4aaa5cc88a9ec6c53678b00e05f73cdaf0f",
    "SICK-R-all":
      "e6f821412fc27836c334785fac2eb01c1a6983eeb946427d7d6c9112f88cc426",
    "SICK-R-train":
      "8dac9242f615e1f78f4e5b8e250ab6a5ff04304b8deb511a92463c06c1b4656d",
    "SICK-R-trial":
      "46d393450acf15fda860385776d5bf2d5428c4494efe4813cc2453333f7253f6",
    "STS12":
      "c8818ebf42a0a0099dbc4904a21fff4add853ddf72b33117ccbfee91b5b62644",
    "STS13":
      "185c0c24f1f179c78201607565f8c31e3093a64c04d9bc44228fc2613b2a8388",
    "STS14":
      "c1c73d1fefa341d97893d6e14f0e35b577a45ec308266e8e3a98f0c7f2548a77",
    "STS15":
      "7d969aa36e6d190627ca4349c9761d46374838fffaaf425dc2926a32311e7dfc",
    "STS16":
      "5c81fae04ef832312d263445357da76ed92ca90e045bafc98fa18f156eac9b69",
    "STSBenchmark":
      "83301af936181fa47fec846235674f28139be28e9639302292f5a6750d3d739d",
    "STSBenchmark-dev":
      "bcfa9372e47cc3da8408cefaf14daa586ff52220f4b1d0dda88e43c08f19b886",
    "STSBenchmark-train":
      "7dd9c22e8b3aa74cabfbb0dfd99fc4818b8bb9df7fea8f3635b9d2a5a77af617",
  ]
}
