/// One thing that ``Verification`` has looked at.
public struct VerificationFinding: Sendable, Equatable {
  public enum Level: String, Sendable {
    /// Checked and as it was written.
    case sound
    /// Nothing is lost, and there is something to know: what a crash left, for instance.
    case note
    /// Bytes are missing or differ from what was written.
    case damaged
  }

  public var level: Level
  /// The file or folder.
  public var path: String
  /// What was found: a sentence without a full stop.
  public var text: String

  public init(_ level: Level, _ path: String, _ text: String) {
    self.level = level
    self.path = path
    self.text = text
  }

  /// The finding of an error in a file.
  init(_ error: StoreError) {
    // A newer version is not damage; this program just cannot tell.
    self.init(error.code == .newerVersion ? .note : .damaged, error.path, error.reason)
  }
}

/// What a check has found.
public struct VerificationReport: Sendable, Equatable {
  public internal(set) var findings: [VerificationFinding] = []
  /// What can be relied on, whatever is damaged; whole sentences.
  public internal(set) var safe: [String] = []

  /// Whether nothing is damaged.
  public var isSound: Bool { !findings.contains { $0.level == .damaged } }

  mutating func add(_ level: VerificationFinding.Level, _ path: String, _ text: String) {
    findings.append(VerificationFinding(level, path, text))
  }

  /// Adds an error as a finding.
  mutating func add(_ error: StoreError) { findings.append(VerificationFinding(error)) }

  /// Runs a check; its error becomes a finding.
  mutating func check<Result>(_ body: () throws(StoreError) -> Result) -> Result? {
    do throws(StoreError) {
      return try body()
    } catch {
      add(error)
      return nil
    }
  }

  mutating func append(_ other: VerificationReport) {
    findings += other.findings
    safe += other.safe
  }
}
