import CapiCore
import Foundation
import Imaging
import Reports

/// What `capi data inspect` says.
struct DatasetReport {
  let info: DatasetInfo
  /// Where it was asked for.
  let fullFingerprint: FullFingerprint?
  let surveys: [(split: Split, survey: DatasetSurvey)]

  /// Whole lines: the data set, a row for each split, a row for each class and each pixel label.
  func text(width: Int?) -> String {
    var lines = ["data set \(info.name)", "fingerprint \(info.fingerprint)"]
    if let full = fullFingerprint {
      lines.append("full fingerprint sha256 \(full.sha256) of \(full.count) files")
    }
    if !info.labelConvention.isEmpty { lines.append(info.labelConvention) }
    lines += info.absenceLines(surveys.map(\.survey))
    return ([lines.joined(separator: "\n") + "\n", splits(width), classes(width), labels(width)])
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func splits(_ width: Int?) -> String {
    var table = TextTable(
      columns: [
        .init("split"), .init("images", .right), .init("looked at", .right),
        .init("width min/median/max", .right), .init("height min/median/max", .right),
      ], leadingColumns: 1)
    for (split, survey) in surveys {
      func text(_ spread: DatasetSurvey.Spread) -> String {
        "\(spread.minimum)/\(spread.median)/\(spread.maximum)"
      }
      table.append([
        .init(split.rawValue), .init("\(survey.count)"), .init("\(survey.examined)"),
        .init(text(survey.width)), .init(text(survey.height)),
      ])
    }
    return table.text(width: width, styled: false)
  }

  private func classes(_ width: Int?) -> String {
    guard info.hasLabels else { return "" }
    var table = TextTable(
      columns: [.init("class", .right), .init("name")]
        + surveys.map { TextTable.Column("\($0.split.rawValue) images", .right) }, leadingColumns: 2
    )
    for (label, name) in info.classNames.enumerated() {
      table.append(
        [.init("\(label)"), .init(name)]
          + surveys.map { TextTable.Cell("\($0.survey.imagesOfClass[label])") })
    }
    return table.text(width: width, styled: false)
  }

  private func labels(_ width: Int?) -> String {
    guard info.hasPixelLabels else { return "" }
    var table = TextTable(
      columns: [.init("label", .right), .init("name"), .init("colour")]
        + surveys.map { TextTable.Column("\($0.split.rawValue) pixels", .right) }, leadingColumns: 3
    )
    for label in shownLabels {
      table.append(
        [.init("\(label)"), .init(name(label)), .init(colour(label))]
          + surveys.map { entry in
            TextTable.Cell(String(format: "%.2f %%", 100 * share(label, entry.survey)))
          })
    }
    return table.text(width: width, styled: false)
  }

  /// Named labels, and whatever else the maps hold.
  private var shownLabels: [Int] {
    (0..<256).filter { label in
      label < info.pixelClassNames.count
        || surveys.contains { $0.survey.pixelsOfLabel[label] > 0 }
    }
  }

  private func name(_ label: Int) -> String {
    let name = label < info.pixelClassNames.count ? info.pixelClassNames[label] : "no name"
    return info.ignoredLabels.contains { Int($0) == label } ? "\(name) (ignored)" : name
  }

  private func colour(_ label: Int) -> String {
    let colour = LabelPalette.shown(for: info)?[UInt8(label)] ?? RGB(0, 0, 0)
    return String(format: "#%02x%02x%02x", colour.red, colour.green, colour.blue)
  }

  private func share(_ label: Int, _ survey: DatasetSurvey) -> Double {
    let total = survey.pixelsOfLabel.reduce(0, +)
    return total > 0 ? Double(survey.pixelsOfLabel[label]) / Double(total) : 0
  }

  /// The same as one object.
  var json: ConfigurationValue {
    .object([
      .init("name", .string(info.name)),
      .init("fingerprint", .string(info.fingerprint)),
      .init("full_fingerprint", fullFingerprint.map { .string("sha256 \($0.sha256)") } ?? .null),
      .init("class_names", .array(info.classNames.map { .string($0) })),
      .init("pixel_class_names", .array(info.pixelClassNames.map { .string($0) })),
      .init("ignored_labels", .array(info.ignoredLabels.map { .int(Int($0)) })),
      .init(
        "splits",
        .object(
          surveys.map { split, survey in
            func spread(_ value: DatasetSurvey.Spread) -> ConfigurationValue {
              .array([.int(value.minimum), .int(value.median), .int(value.maximum)])
            }
            return ConfigurationValue.Member(
              split.rawValue,
              .object([
                .init("count", .int(survey.count)), .init("examined", .int(survey.examined)),
                .init("width", spread(survey.width)), .init("height", spread(survey.height)),
                .init("images_of_class", .array(survey.imagesOfClass.map { .int($0) })),
                .init("pixels_of_label", .array(survey.pixelsOfLabel.map { .int($0) })),
              ]))
          })),
    ])
  }
}

extension DatasetInfo {
  /// Classes that a split lacks among the images looked at.
  fileprivate func absenceLines(_ surveys: [DatasetSurvey]) -> [String] {
    guard let train = surveys.first, hasLabels, train.examined == train.count else { return [] }
    let absent = classNames.indices.filter { train.imagesOfClass[$0] == 0 }
    return absent.isEmpty
      ? [] : ["no training image of: " + absent.map { classNames[$0] }.joined(separator: ", ")]
  }
}

extension LabelPalette {
  /// The colours that a data set's pixel labels are shown in; `nil` where it has none.
  static func shown(for info: DatasetInfo) -> LabelPalette? {
    switch (info.hasPixelLabels, info.name) {
    case (false, _): nil
    case (true, "scenes"): .scenes
    default:
      LabelPalette(categories: info.pixelClassNames.count, ignoring: info.ignoredLabels)
    }
  }
}
