import CapiCore
import Foundation
import HDF5
import Imaging
import Store
import Torch

/// What a record says of where and with what a run was made.
enum ProvenanceCollector {
  /// Environment variables that can change speed or results.
  private static let allowed = [
    "CUDA_VISIBLE_DEVICES", "LIBTORCH", "MKL_CBWR", "MKL_NUM_THREADS", "OMP_NUM_THREADS",
    "SLURM_JOB_ID",
  ]

  static func collect(
    _ experiment: ResolvedExperiment, dataset: DatasetInfo, options: RunOptions,
    creatorVersion: String, threads: Int
  ) -> Provenance {
    let process = ProcessInfo.processInfo
    let environment = process.environment
    return Provenance(
      arguments: options.arguments,
      environment: allowed.compactMap { key in environment[key].map { TextEntry(key, $0) } },
      versions: [
        TextEntry("capi", creatorVersion), TextEntry("libtorch", Runtime.version),
        TextEntry("hdf5", HDF5.Library.libraryVersion ?? "unknown"),
      ] + options.source.versions,
      seeds: [NamedSeed("seed", Int64(experiment.configuration.general.seed))],
      host: process.hostName, cpu: cpuName, gpu: gpuNames,
      dataFingerprint: dataset.fingerprint, gitCommit: options.source.commit,
      gitDiff: options.source.difference,
      entries: [
        TextEntry("identity", experiment.identity),
        TextEntry("device", experiment.configuration.engine.device.rawValue),
        TextEntry("threads", String(threads)),
      ] + experimentCommit(options) + files(experiment) + plugins(options))
  }

  private static func experimentCommit(_ options: RunOptions) -> [TextEntry] {
    let commit = options.source.experimentCommit
    return commit.isEmpty ? [] : [TextEntry("experiment_commit", commit)]
  }

  /// Files that the experiment names, each with its digest.
  private static func files(_ experiment: ResolvedExperiment) -> [TextEntry] {
    experiment.files.flatMap { file in
      [TextEntry(file.key, file.path), TextEntry("\(file.key) sha256", file.sha256 ?? "unread")]
    }
  }

  /// The code that was loaded.
  private static func plugins(_ options: RunOptions) -> [TextEntry] {
    options.plugins.enumerated().flatMap { index, plugin in
      [
        TextEntry("plugins.\(index)", "\(plugin.name) \(plugin.version), \(plugin.path)"),
        TextEntry("plugins.\(index) sha256", plugin.sha256),
      ]
    }
  }

  /// The driver's names of the NVIDIA devices; empty without any.
  private static var gpuNames: String {
    let folder = "/proc/driver/nvidia/gpus"
    let devices = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return devices.sorted().compactMap { device in
      let text = try? String(contentsOfFile: "\(folder)/\(device)/information", encoding: .utf8)
      let line = text?.split(separator: "\n").first { $0.hasPrefix("Model:") }
      return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    }.joined(separator: ", ")
  }

  private static var cpuName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) ?? "unknown"
  }
}
