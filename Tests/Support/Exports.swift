// The laws' own encoders, sentences and differences are what tests are made of too.
@_exported public import Laws
