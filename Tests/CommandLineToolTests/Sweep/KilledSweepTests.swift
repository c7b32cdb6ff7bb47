import Foundation
import Store
import Testing

/// A sweep and its workers that are killed; `scripts/faults/sweep-chaos` does the same for longer.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/cmdline")))
struct KilledSweepTests {
  @Test func `a killed sweep ends as if nothing had happened, and does nothing twice`() async throws
  {
    let folder = try TinyFiles.folder()
    let calm = SweepFolder(folder.url("calm"))
    let killed = SweepFolder(folder.url("killed"))
    let first = try await Capi.run(["sweep", "run", "sweep.yaml", "-o", calm.path], in: folder)
    #expect(first.code == 0, "\(first.errors)")
    let ids = try SweepStore.readSpecification(calm).trials.map(\.id)

    // Once while the first trial runs, once when it is done.
    try await kill(killed, in: folder) {
      ids.contains { FileManager.default.fileExists(atPath: killed.run($0).lockPath) }
    }
    try await kill(killed, in: folder) {
      ids.contains { (try? RunStore.read(killed.run($0)))?.header.state == .done }
    }
    let doneEarly = try SweepIndex.derive(from: killed).trials.filter { $0.state == .done }
    #expect(!doneEarly.isEmpty)
    let starts = doneEarly.map { attempts(killed.run($0.id)) }

    let last = try await Capi.run(["sweep", "run", "sweep.yaml", "-o", killed.path], in: folder)
    #expect(last.code == 0, "\(last.errors)")
    #expect(doneEarly.map { attempts(killed.run($0.id)) } == starts)
    for id in ids {
      let (one, other) = try (RunStore.read(calm.run(id)), RunStore.read(killed.run(id)))
      #expect(other.header.state == .done)
      #expect(one.repeatable == other.repeatable)
      #expect(one.probes == other.probes)
    }
  }

  /// Starts the sweep and kills it with all its workers once something is so.
  private func kill(
    _ sweep: SweepFolder, in folder: TemporaryFolder, when isSo: @escaping @Sendable () -> Bool
  ) async throws {
    _ = try await WatchedProcess.run(
      ["sweep", "run", "sweep.yaml", "-o", sweep.path], in: folder, until: isSo
    ) { _ in
      // A worker may be starting while we look.
      while case let found = Self.processes(naming: sweep.path), !found.isEmpty {
        for number in found { _ = Foundation.kill(number, SIGKILL) }
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
  }

  /// Processes that name a path on their command lines. Zombies have none.
  private static func processes(naming path: String) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let number = pid_t(name), number != getpid(),
        let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
        String(decoding: line, as: UTF8.self).contains(path)
      else { return nil }
      return number
    }
  }

  /// How often a trial was started.
  private func attempts(_ run: RunFolder) -> Int {
    let log = (try? String(contentsOfFile: run.logPath, encoding: .utf8)) ?? ""
    return log.split(separator: "\n").count { $0.hasPrefix("== ") }
  }
}
