import CapiCore
import Foundation
import HDF5
import Reports
import Torch

/// Everything that `capi doctor` has found.
struct Diagnosis: Sendable, Equatable {
  let findings: [Finding]

  var isSound: Bool { !findings.contains { $0.level == .wrong } }

  /// Looks at this process and this machine.
  static func make() -> Diagnosis {
    Diagnosis(
      findings: [
        Finding("capi", Program.version), Finding("Swift", SwiftVersion.text), libtorch, hdf5,
      ] + SystemLibraries.findings + Machine.findings + [python])
  }

  /// One line a finding.
  var text: String {
    let width = findings.map(\.subject.count).max() ?? 0
    var lines = findings.map { finding in
      let level =
        finding.level == .ok ? "ok     " : finding.level == .warning ? "warning" : "WRONG  "
      let padding = String(repeating: " ", count: width - finding.subject.count)
      return "\(level)  \(finding.subject)\(padding)  \(finding.text)"
    }
    let wrong = findings.count { $0.level == .wrong }
    lines.append("")
    lines.append(
      wrong == 0
        ? "Nothing that training needs is wrong."
        : "\(wrong) \(wrong == 1 ? "thing is" : "things are") wrong; docs/installation.md says more."
    )
    return lines.joined(separator: "\n")
  }

  var json: ConfigurationValue {
    .object([
      .init("sound", .bool(isSound)),
      .init(
        "findings",
        .array(
          findings.map {
            .object([
              .init("level", .string($0.level.rawValue)),
              .init("subject", .string($0.subject)),
              .init("text", .string($0.text)),
            ])
          })),
    ])
  }

  private static var libtorch: Finding {
    versions(
      "libtorch", library: Torch.Runtime.version, headers: Torch.Runtime.headerVersion,
      advice: "build capi again after scripts/bootstrap")
  }

  private static var hdf5: Finding {
    guard let library = Library.libraryVersion else {
      return Finding(.wrong, "HDF5", "the library does not start; install libhdf5 again")
    }
    return versions(
      "HDF5", library: library, headers: Library.headerVersion, advice: "build capi again")
  }

  /// A library must be of the series that the program was compiled for.
  static func versions(
    _ subject: String, library: String, headers: String, advice: String
  ) -> Finding {
    func series(_ version: String) -> [Substring] { Array(version.split(separator: ".").prefix(2)) }
    guard series(library) == series(headers) else {
      return Finding(
        .wrong, subject, "the library is \(library), but capi was built for \(headers); \(advice)")
    }
    return Finding(subject, "\(library) (built for \(headers))")
  }

  private static var python: Finding {
    do throws(ReportError) {
      let python = try Python.find(roots: PythonPlaces.roots)
      try python.checkModules()
      return Finding("Python for notebooks", python.path)
    } catch {
      return Finding(.warning, "Python for notebooks", error.description)
    }
  }
}
