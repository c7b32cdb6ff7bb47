/// What happens when an image of a folder cannot be decoded (`on_error:` in configuration files).
public enum OnError: String, Sendable, CaseIterable {
  /// The run ends with an error that names the file.
  case fail
  /// The next whole image of the split takes its place, and the file is counted.
  case skip
}
