public import Files

/// Why a study or settings file cannot be used: file, key, what was found, what to do.
public typealias StudyError = InputError
