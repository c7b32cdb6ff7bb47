/// One thing that `capi doctor` has looked at.
struct Finding: Sendable, Equatable {
  /// How much it matters.
  enum Level: String, Sendable {
    case ok
    /// Something optional is missing.
    case warning
    /// Training cannot work, or not as it should.
    case wrong
  }

  let level: Level
  /// What was looked at: "libtorch".
  let subject: String
  /// What was found, and what to do about it.
  let text: String

  init(_ level: Level, _ subject: String, _ text: String) {
    self.level = level
    self.subject = subject
    self.text = text
  }

  /// Something that is as it should be.
  init(_ subject: String, _ text: String) { self.init(.ok, subject, text) }
}
