import CapiCore
import NeuralNetworks
import Foundation
import Store

/// Probe results of raw pixels and of the untrained encoder, which are the same for every trial of
/// a sweep that has the same data, probes, seed and, for the encoder, model.
///
/// Each is a sealed record in a folder of the sweep, named after the hash of all that it depends
/// on. Several workers may ask at once: one computes, the others wait.
struct BaselineCache {
  /// Where the records are; nil to compute everything.
  let folder: String?
  let experiment: ResolvedExperiment
  /// The data set's fingerprint.
  let data: String
  let creatorVersion: String

  /// What a probe says of a subject, from the cache where it has it.
  ///
  /// - Parameters:
  ///   - subject: only ``ProbeSubject/rawPixels`` and ``ProbeSubject/untrained`` are cached.
  ///   - probe: which one is asked, with its parameters.
  ///   - shouldStop: asked while another worker computes; then the result is computed here.
  ///   - compute: asks the probe.
  /// - Returns: the result, and what makes it doubtful.
  func result(
    _ subject: ProbeSubject, of probe: ComponentSelection, shouldStop: () -> Bool,
    compute: () throws -> (result: ProbeResult, warnings: [String])
  ) throws -> (result: ProbeResult, warnings: [String]) {
    guard let folder, let key = key(of: subject, probe) else { return try compute() }
    let run = RunFolder("\(folder)/\(key)")
    if let known = read(run) { return known }
    try run.createWithoutCheckpoints()
    while true {
      if let lock = try FileLock.take("\(run.path)/run.lock") {
        defer { lock.release() }
        if let known = read(run) { return known }
        let answer = try compute()
        let now = Timestamp.text()
        try RunStore.write(
          RunRecord(
            header: RunHeader(
              runID: key, state: .done, complete: true, createdUTC: now, sealedUTC: now,
              creatorVersion: creatorVersion),
            probes: [answer.result], configuration: ConfigurationRecord(json: "{}"),
            events: answer.warnings.map {
              RunEvent(step: answer.result.step, wallTime: 0, level: .warning, text: $0)
            }),
          to: run)
        return answer
      }
      if shouldStop() { return try compute() }
      Thread.sleep(forTimeInterval: 0.05)
    }
  }

  /// Nil for a result that is not there, or not whole: it is then made again.
  private func read(_ run: RunFolder) -> (result: ProbeResult, warnings: [String])? {
    guard run.hasRecord, let record = try? RunStore.read(run), let result = record.probes.first
    else { return nil }
    return (result, record.events.map(\.text))
  }

  /// A hash, 128 bits in hexadecimal, of everything the results depend on; nil for subjects that
  /// depend on the training.
  private func key(of subject: ProbeSubject, _ probe: ComponentSelection) -> String? {
    let configuration = experiment.configuration
    func value(_ selection: ComponentSelection) -> ConfigurationValue {
      .array([.int(selection.version), selection.canonical(semanticOnly: true)])
    }
    var parts: [ConfigurationValue] = [
      .string(subject.rawValue), .string(creatorVersion), .string(data),
      .int(configuration.images.size),
      .array(configuration.images.mean.map(ConfigurationValue.double)),
      .array(configuration.images.std.map(ConfigurationValue.double)),
      .int(configuration.model.patch),
      .int(configuration.general.seed), value(probe),
      // Features on a disk are rounded.
      .string(configuration.evaluation.features.rawValue),
    ]
    switch subject {
    case .rawPixels: break
    case .untrained:
      parts += [
        configuration.model.canonical(semanticOnly: true), value(configuration.positions),
        value(configuration.predictor), .string(configuration.engine.precision.rawValue),
      ]
    case .student, .teacher: return nil
    }
    return String(ConfigurationValue.array(parts).sha256.prefix(32))
  }
}
