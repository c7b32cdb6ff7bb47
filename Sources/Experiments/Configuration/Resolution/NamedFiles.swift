import CapiCore
import Foundation
import Store
import Synchronization

/// A file that an experiment names and whose content decides its results.
public struct NamedFile: Sendable, Equatable {
  /// The dotted key that names it.
  public let key: String
  public let path: String
  /// SHA-256 of its content, 64 hexadecimal digits; nil where it cannot be read. What reads it says
  /// why.
  public let sha256: String?
}

/// Hashes the files that experiments name, each state of a file once.
final class NamedFiles: Sendable {
  private struct State: Hashable {
    let path: String
    let size: Int
    let modified: Date
  }

  private let known = Mutex<[State: String]>([:])

  /// The files of a configuration, in its order.
  func files(of configuration: ExperimentConfiguration) -> [NamedFile] {
    let model = configuration.model
    let sections =
      [(key: "model", parameters: model as any ParameterSet)]
      + configuration.components.map { ($0.path, $0.selection.parameters) }
    return sections.flatMap { key, parameters -> [NamedFile] in
      let names = type(of: parameters).descriptions.filter(\.isFile).map(\.name)
      // Few components name a file, and a sweep asks this of each of its trials.
      guard !names.isEmpty else { return [] }
      return (parameters.canonical.members ?? []).compactMap { member -> NamedFile? in
        guard names.contains(member.key), case .string(let path) = member.value, !path.isEmpty
        else {
          return nil
        }
        return NamedFile(key: "\(key).\(member.key)", path: path, sha256: digest(path))
      }
    }
  }

  private func digest(_ path: String) -> String? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int, let modified = attributes[.modificationDate] as? Date
    else { return nil }
    let state = State(path: path, size: size, modified: modified)
    if let digest = known.withLock({ $0[state] }) { return digest }
    guard let digest = try? Digest.sha256(file: path) else { return nil }
    known.withLock { $0[state] = digest }
    return digest
  }
}
