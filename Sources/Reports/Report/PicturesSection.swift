import Foundation
import Store

/// Pictures that finished runs have left: principal components of features, for instance.
struct PicturesSection {
  let report: SweepReport

  private static let most = 24
  private static let mostBytes = 1_500_000

  private struct Picture {
    let trial: SweepTrial
    let artifact: Artifact
    let type: String
    let data: Data
  }

  var section: ReportSection? {
    var pictures: [Picture] = []
    var omitted = 0
    for trial in report.results.finished {
      for artifact in trial.record?.artifacts ?? [] {
        guard let type = Self.type(of: artifact.path) else { continue }
        let file = URL(filePath: SweepFolder(report.folder.path).run(trial.plan.id).path)
          .appending(path: artifact.path)
        guard pictures.count < Self.most, artifact.bytes <= Self.mostBytes,
          let data = try? Data(contentsOf: file)
        else {
          omitted += 1
          continue
        }
        pictures.append(Picture(trial: trial, artifact: artifact, type: type, data: data))
      }
    }
    guard !pictures.isEmpty else { return nil }
    let figures = pictures.map(Self.figure).joined(separator: "\n")
    let left =
      omitted == 0 ? "" : "<p class=\"soft\">\(omitted) more are in the folders of the runs.</p>"
    return ReportSection(
      id: "pictures", title: "Pictures", html: "<div class=\"pictures\">\(figures)</div>\(left)")
  }

  private static func type(of path: String) -> String? {
    switch URL(filePath: path).pathExtension.lowercased() {
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    default: nil
    }
  }

  private static func figure(_ picture: Picture) -> String {
    let name = URL(filePath: picture.artifact.path).deletingPathExtension().lastPathComponent
    let step = picture.artifact.step >= 0 ? ", step \(picture.artifact.step)" : ""
    let caption =
      "\(picture.trial.plan.label), seed \(picture.trial.plan.seed)\(step): \(name)"
    return "<figure><img loading=\"lazy\" alt=\"\(HTML.escaped(caption))\" "
      + "src=\"data:\(picture.type);base64,\(picture.data.base64EncodedString())\">"
      + "<figcaption>\(HTML.escaped(caption))</figcaption></figure>"
  }
}
