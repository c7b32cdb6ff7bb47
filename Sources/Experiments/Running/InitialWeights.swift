import CapiCore
import Foundation
import NeuralNetworks
import Store
import Torch
import Training

/// Weights that a run begins with in place of random ones: those of another run, and nothing else of
/// it. Optimizers, schedules and steps begin anew.
public struct InitialWeights: Sendable, Equatable {
  /// The checkpoint.
  public let path: String
  /// SHA-256 of it, in hexadecimal.
  public let sha256: String

  /// - Parameter source: a checkpoint, or the folder of a run that has one.
  public static func find(_ source: String) throws -> InitialWeights {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
      throw ExperimentError("\(source): there is no such checkpoint or run to begin from")
    }
    guard isFolder.boolValue else { return try file(source) }
    guard let newest = try Run.open(source).record.checkpoints.last else {
      throw ExperimentError("\(source) has no checkpoint to begin from")
    }
    return try file("\(source)/\(newest.path)")
  }

  private static func file(_ path: String) throws -> InitialWeights {
    InitialWeights(path: path, sha256: Digest.sha256(try AtomicFile.read(path)))
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
