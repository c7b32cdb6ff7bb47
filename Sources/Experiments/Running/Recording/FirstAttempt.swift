import CapiCore
import Store

/// What the first attempt at a run was made with. A record's provenance is that of the newest one.
struct FirstAttempt {
  /// What an attempt was made with that may be another thing in the next.
  private struct Fact: Sendable {
    let name: String
    /// Before the new text, and before the old one: "goes on from commit X; it began at Y".
    let goesOn: String
    let began: String
    var mayChangeNumbers = false
    let text: @Sendable (Provenance) -> String
  }

  private static let facts = [
    Fact(name: "git_commit", goesOn: "from commit", began: "at") { $0.gitCommit },
    Fact(name: "argv", goesOn: "with the command line", began: "with") {
      commandLine($0.arguments)
    },
    Fact(name: "host", goesOn: "on host", began: "on") { $0.host },
    Fact(name: "cpu", goesOn: "on CPU", began: "on", mayChangeNumbers: true) { $0.cpu },
    Fact(name: "gpu", goesOn: "on GPU", began: "on", mayChangeNumbers: true) { $0.gpu },
    Fact(name: "threads", goesOn: "with CPU threads", began: "with") {
      $0.entries["threads"] ?? ""
    },
  ]

  /// The attempt's number; not 0 where a program that kept no first attempt went on with the run.
  private let number: Int64
  /// For the provenance of later attempts: "attempt 0 git_commit", "attempt 0 argv", ….
  let entries: [TextEntry]

  /// - Parameter provenance: that of the run before another attempt begins.
  init(_ provenance: Provenance) {
    let number = provenance.attempts.last?.number ?? 0
    let known = provenance.attempts.map(\.number).first { candidate in
      provenance.entries.contains { $0.key.hasPrefix(Self.prefix(candidate)) }
    }
    if let known {
      self.number = known
      entries = provenance.entries.filter { $0.key.hasPrefix(Self.prefix(known)) }
    } else {
      self.number = number
      entries = Self.facts.map {
        TextEntry(Self.prefix(number) + $0.name, $0.text(provenance))
      }
    }
  }

  /// What an attempt is made with that the first one was not; folders of paths do not count.
  ///
  /// - Parameter now: of the attempt that begins.
  /// - Returns: a sentence for each, and whether numbers may differ.
  func changes(to now: Provenance) -> [(text: String, mayChangeNumbers: Bool)] {
    Self.facts.compactMap { fact in
      guard let before = entries[Self.prefix(number) + fact.name] else { return nil }
      let new = fact.text(now)
      guard Self.withoutFolders(new) != Self.withoutFolders(before) else { return nil }
      func shown(_ text: String) -> String { text.isEmpty ? "none that is known" : text }
      let began = number == 0 ? "it began" : "attempt \(number) was"
      return (
        "the run goes on \(fact.goesOn) \(shown(new)); \(began) \(fact.began) \(shown(before))"
          + (fact.mayChangeNumbers ? ": numbers may differ" : ""),
        fact.mayChangeNumbers
      )
    }
  }

  private static func prefix(_ number: Int64) -> String { "attempt \(number) " }

  /// As a shell reads it.
  private static func commandLine(_ arguments: [String]) -> String {
    arguments.map { argument in
      argument.wholeMatch(of: /[A-Za-z0-9_.\/=:,+@%-]+/) != nil
        ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }

  /// The same with the last parts of paths alone.
  private static func withoutFolders(_ text: String) -> String {
    text.replacing(/\/+(?=[\s'",}\]]|$)/, with: "").replacing(/[^\s=,:{}\[\]'"]*\//, with: "")
  }
}
