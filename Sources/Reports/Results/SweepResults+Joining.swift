public import Foundation
public import Store

extension SweepResults {
  /// Reads several sweeps as one: more seeds, or more axes, of one base.
  ///
  /// Trials of one identity count once, the finished one before others. An axis that a sweep does
  /// not have is at the base's value in all its trials.
  ///
  /// - Parameters:
  ///   - folders: at least one; each as ``init(folder:reading:)`` takes it.
  ///   - parts: what to read of each record.
  /// - Throws: ``ReportError/differentBases(first:second:keys:)`` when the bases differ in more
  ///   than the seed.
  public init(folders: [URL], reading parts: RunParts = .all) throws(ReportError) {
    var joined: SweepResults?
    for folder in folders {
      let results = try SweepResults(folder: folder, reading: parts)
      if let first = joined {
        joined = try first.joined(with: results, names: (folders[0].path, folder.path))
      } else {
        joined = results
      }
    }
    guard let joined else { throw .notASweep(folder: "(none)") }
    self = joined
  }

  /// This sweep with the trials of another of the same base.
  package func joined(
    with other: SweepResults, names: (first: String, second: String)
  ) throws(ReportError) -> SweepResults {
    let keys = Self.differences(
      specification.baseConfiguration, other.specification.baseConfiguration)
    guard keys.isEmpty else {
      throw .differentBases(first: names.first, second: names.second, keys: keys)
    }
    let axes =
      specification.axes + other.specification.axes.filter { !specification.axes.contains($0) }
    let mine = Dictionary(
      zip(specification.axes, baseValues).map { ($0, $1) }, uniquingKeysWith: { old, _ in old })
    let theirs = Dictionary(
      zip(other.specification.axes, other.baseValues).map { ($0, $1) },
      uniquingKeysWith: { old, _ in old })
    let base = axes.map { mine[$0] ?? theirs[$0] ?? "" }
    var trials: [SweepTrial] = []
    var places: [String: Int] = [:]
    let both = [(self, mine), (other, theirs)]
    for (results, own) in both {
      for trial in results.trials {
        var plan = trial.plan
        plan.axisValues = axes.enumerated().map { position, axis in
          guard let place = results.specification.axes.firstIndex(of: axis),
            trial.plan.axisValues.indices.contains(place)
          else { return base[position] }
          // Each sweep may name the base in its own way.
          let value = trial.plan.axisValues[place]
          return value == own[axis] ? base[position] : value
        }
        let isNew = places[plan.id] == nil
        let place = places[plan.id] ?? trials.count
        plan.number = Int64(place)
        var entry = trial
        entry.plan = plan
        if isNew {
          places[plan.id] = place
          trials.append(entry)
        } else if trials[place].state != .done, trial.state == .done {
          trials[place] = entry
        }
      }
    }
    var joined = specification
    joined.axes = axes
    joined.trials = trials.map(\.plan)
    joined.axisRecords = joinedRecords(with: other, axes: axes)
    return SweepResults(specification: joined, trials: trials)
  }

  /// Records of all axes, or none when a sweep has none.
  private func joinedRecords(with other: SweepResults, axes: [String]) -> [AxisRecord] {
    let records = axes.map { axis -> AxisRecord? in
      let mine = specification.axisRecords.first { $0.name == axis }
      let theirs = other.specification.axisRecords.first { $0.name == axis }
      guard var record = mine ?? theirs else { return nil }
      let known = record.values.map(\.json)
      record.values += (theirs?.values ?? []).filter { !known.contains($0.json) && !$0.isBase }
      return record
    }
    return records.contains { $0 == nil } ? [] : records.compactMap(\.self)
  }

  /// Keys in which two configurations differ, apart from the seed.
  private static func differences(_ first: String, _ second: String) -> [String] {
    if first == second { return [] }
    let a = leaves(of: first)
    let b = leaves(of: second)
    return Set(a.keys).union(b.keys).filter { $0 != "seed" && a[$0] != b[$0] }.sorted()
  }

  /// The leaves of a JSON document by dotted path.
  static func leaves(of json: String) -> [String: String] {
    guard let value = try? JSONSerialization.jsonObject(with: Data(json.utf8)) else {
      return ["": json]
    }
    var leaves: [String: String] = [:]
    func collect(_ value: Any, _ path: String) {
      if let members = value as? [String: Any] {
        for (key, member) in members { collect(member, path.isEmpty ? key : path + "." + key) }
      } else {
        leaves[path] = "\(value)"
      }
    }
    collect(value, "")
    return leaves
  }
}
