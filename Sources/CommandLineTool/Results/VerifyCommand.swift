import ArgumentParser
import CapiCore
import Store

/// `capi verify`: whether files are as they were written.
struct VerifyCommand: ProgramCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check files for damage: seals, checksums, hashes, schema, finite values.",
    discussion: """
      Checks a sweep, a run or a single file and changes nothing. Says what is damaged, and what \
      can be relied on nevertheless. Exit code 0: sound; 65: something is damaged; 1: nothing that \
      capi writes.

      Examples:
        capi verify runs/demo
        capi verify runs/demo/runs/0f3c…/checkpoints/step-100.h5
        capi verify features/test.h5 --json
      """)

  @Argument(help: "A sweep's folder, a run's folder, or one file.", completion: .file())
  var path: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run(in program: Program) throws -> ExitStatus {
    let report = try Verification.verify(path)
    try program.console.write(json ? Self.json(report).prettyJSON + "\n" : Self.text(report))
    return report.isSound ? .success : .damaged
  }

  private static func text(_ report: VerificationReport) -> String {
    let width = VerificationFinding.Level.damaged.rawValue.count
    var lines = report.findings.map { finding in
      let level = finding.level.rawValue
      return level + String(repeating: " ", count: width - level.count)
        + "  \(finding.path): \(finding.text)"
    }
    lines += report.safe.isEmpty ? [] : ["", "Safe:"] + report.safe.map { "  \($0)" }
    let damaged = report.findings.count { $0.level == .damaged }
    lines += [
      "",
      damaged == 0
        ? "Nothing is damaged."
        : damaged == 1 ? "1 thing is damaged." : "\(damaged) things are damaged.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func json(_ report: VerificationReport) -> ConfigurationValue {
    .object([
      .init("sound", .bool(report.isSound)),
      .init(
        "findings",
        .array(
          report.findings.map {
            .object([
              .init("level", .string($0.level.rawValue)), .init("path", .string($0.path)),
              .init("text", .string($0.text)),
            ])
          })),
      .init("safe", .array(report.safe.map { .string($0) })),
    ])
  }
}
