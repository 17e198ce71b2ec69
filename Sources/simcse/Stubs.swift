extension Command {
  static let train = Command(name: "train", summary: "", help: "") { _ in 0 }
  static let study = Command(name: "study", summary: "", help: "") { _ in 0 }
  static let report = Command(name: "report", summary: "", help: "") { _ in 0 }
  static let fingerprint = Command(name: "fingerprint", summary: "", help: "") { _ in 0 }
}
