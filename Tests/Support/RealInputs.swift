public import Foundation

/// The real model and data that some tests need, named by environment variables.
public enum RealInputs {
  /// The folder with all-MiniLM-L6-v2: SIMCSE_MODEL.
  public static let model = folder("SIMCSE_MODEL")
  /// The data folder: SIMCSE_DATA.
  public static let data = folder("SIMCSE_DATA")

  /// Why a test that needs the model is skipped.
  public static let modelReason = "set SIMCSE_MODEL to the folder that ci/fetch-model prints"
  /// Why a test that needs the data is skipped.
  public static let dataReason = "set SIMCSE_DATA to the folder with the STS data"

  private static func folder(_ name: String) -> URL? {
    ProcessInfo.processInfo.environment[name].map { URL(fileURLWithPath: $0) }
  }
}
