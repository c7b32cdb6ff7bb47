import CapiCore
import Foundation
import NeuralNetworks
public import Store
import Torch
import Training

/// Weights that a run begins with in place of random ones: those of another run, and nothing else of
/// it. Optimizers, schedules and steps begin anew.
public struct InitialWeights: Sendable, Equatable {
  /// The checkpoint.
  public let path: String
  /// SHA-256 of it, in hexadecimal.
  public let sha256: String

  /// The weights that a run begins with, or has begun with.
  ///
  /// - Parameters:
  ///   - source: a checkpoint, or the folder of a run that has one: the newest.
  ///   - runs: where the run may be already. One that goes on needs no source any more, so where the
  ///     source cannot be had, what the record says counts.
  ///   - identity: of the experiment without initial weights.
  /// - Throws: ``ExperimentError`` where there is no such checkpoint, or its file is not the one that
  ///   its run recorded; `StoreError` where files cannot be read.
  public static func find(
    _ source: String, orBegunIn runs: [RunFolder] = [], identity: String = ""
  ) throws -> InitialWeights {
    do {
      return try find(present: source)
    } catch {
      for run in runs {
        if let begun = recorded(in: run, source: source, identity: identity) { return begun }
      }
      throw error
    }
  }

  /// What the record of a run of this experiment says that it began with.
  private static func recorded(
    in folder: RunFolder, source: String, identity: String
  ) -> InitialWeights? {
    guard folder.hasRecord, let record = try? Run.open(folder).record,
      let path = record.provenance.entries["init_from"],
      let sha256 = record.provenance.entries["init_from_sha256"],
      path == source || path.hasPrefix(source.hasSuffix("/") ? source : source + "/")
    else { return nil }
    let weights = InitialWeights(path: path, sha256: sha256)
    return runID(identity, from: weights) == record.header.runID ? weights : nil
  }

  private static func find(present source: String) throws -> InitialWeights {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
      throw ExperimentError("\(source): there is no such checkpoint or run to begin from")
    }
    guard isFolder.boolValue else { return try file(source, recorded: artifact(of: source)) }
    guard let newest = try Run.open(source).record.checkpoints.last else {
      throw ExperimentError("\(source) has no checkpoint to begin from")
    }
    return try file("\(source)/\(newest.path)", recorded: newest)
  }

  /// What the run in whose folder a checkpoint lies says of it; nil for a file without a run.
  private static func artifact(of path: String) -> Artifact? {
    let file = URL(fileURLWithPath: path).standardizedFileURL
    let folder = file.deletingLastPathComponent()
    let run = RunFolder(folder.deletingLastPathComponent().path)
    guard run.hasRecord, let record = try? Run.open(run).record else { return nil }
    return record.artifacts.first {
      $0.path == "\(folder.lastPathComponent)/\(file.lastPathComponent)"
    }
  }

  private static func file(_ path: String, recorded: Artifact?) throws -> InitialWeights {
    let weights = InitialWeights(path: path, sha256: Digest.sha256(try AtomicFile.read(path)))
    guard let recorded, recorded.sha256 != weights.sha256 else { return weights }
    throw ExperimentError(
      "\(path): is not the file that the run recorded (its SHA-256 differs); restore it from a "
        + "copy, or name another checkpoint")
  }

  /// Throws unless the file is there and still the one that was found.
  func check() throws(ExperimentError) {
    let now = try? Digest.sha256(file: path)
    guard now != sha256 else { return }
    throw ExperimentError(
      "\(path) \(now == nil ? "cannot be read" : "is not the file that the run began with"), and "
        + "the run has no checkpoint of its own to go on from; bring the file back, or begin "
        + "another run with -o")
  }

  /// Identity of a run: other initial weights make another run of the same experiment.
  public static func runID(_ identity: String, from weights: InitialWeights?) -> String {
    weights.map { Digest.sha256(Array("\(identity)\n\($0.sha256)".utf8)) } ?? identity
  }

  /// Puts the weights into a training that has not made a step.
  ///
  /// The backbone must fit. The teacher begins with the teacher's weights, or the student's where
  /// the file has no teacher. Heads are taken where they fit.
  ///
  /// - Returns: what people should know of what was taken and what not.
  func load(into training: TrainingStep, on device: Device) throws -> String {
    let file = try TensorFile.read(path)
    func below(_ prefix: String) throws -> [String: Tensor] {
      var found: [String: Tensor] = [:]
      for array in file.arrays where array.path.hasPrefix("/\(prefix)/") {
        guard case .float32(let values) = array.values else { continue }
        found[String(array.path.dropFirst(prefix.count + 2))] = try Tensor(
          values, shape: array.shape, device: device)
      }
      return found
    }
    let student = try below("student/backbone")
    guard !student.isEmpty else {
      throw ExperimentError("\(path) holds no weights to begin from: nothing in /student/backbone")
    }
    do {
      try training.student.load(student)
      if let teacher = training.target.backbone {
        let own = try below("teacher/backbone")
        try teacher.load(own.isEmpty ? student : own)
      }
    } catch let error as StateMismatch {
      throw ExperimentError("\(path) does not fit this experiment: \(error)")
    }
    var left: [String] = []
    for (prefix, head) in [
      ("student/head", training.loss.studentHead), ("teacher/head", training.loss.teacherHead),
    ] {
      guard let head else { continue }
      do { try head.load(try below(prefix)) } catch is StateMismatch { left.append(prefix) }
    }
    return "began with the weights of \(path)"
      + (left.isEmpty ? "" : "; \(left.joined(separator: " and ")) did not fit and began anew")
  }
}
