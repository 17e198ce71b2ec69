/// The settings of a run that needs no download: a small fresh encoder on generated English.
///
/// The same text is in `Studies/Base/embedded-default.json`; a test holds them equal.
public enum EmbeddedDefault {
  public static let json = """
    {
      "adamw" : {
        "beta1" : 0.9,
        "beta2" : 0.999,
        "epsilon" : 1e-08,
        "weight-decay" : 0
      },
      "attention-dropout-rate" : 0.1,
      "batch-size" : 64,
      "encoder" : {
        "fresh" : {
          "activation" : "gelu",
          "blocks" : 2,
          "deviation" : 0.02,
          "feed-forward-width" : 256,
          "heads" : 4,
          "layer-norm-epsilon" : 1e-12,
          "maximum-positions" : 64,
          "vocabulary" : "synthetic-english",
          "width" : 64
        }
      },
      "epochs" : 1,
      "evaluate-every-steps" : 25,
      "evaluation" : {
        "batch-size" : 128,
        "token-limit" : 64,
        "pairs" : 1000,
        "synthetic-seed" : 2
      },
      "hidden-dropout-rate" : 0.1,
      "learning-rate" : 0.001,
      "maximum-gradient-norm" : 1,
      "token-limit" : 32,
      "pooling" : "mean",
      "product" : "exact",
      "schedule" : "linear",
      "seeds" : {
        "augmentation" : 1,
        "data-order" : 1,
        "dropout" : 1,
        "initialization" : 1,
        "negatives" : 1
      },
      "temperature" : 0.05,
      "text" : {
        "sentences" : 12800,
        "synthetic-seed" : 1
      },
      "variant" : {
        "name" : "in-batch-negatives"
      },
      "warmup-steps" : 0
    }

    """
}
