import CPNG
import CTurboJPEG
import CYAML
import Foundation

/// The smaller C libraries.
enum SystemLibraries {
  static var findings: [Finding] { [libyaml, libpng, turbojpeg] }

  private static var libyaml: Finding {
    Finding("libyaml", String(cString: yaml_get_version_string()))
  }

  private static var libpng: Finding {
    let number = Int(png_access_version_number())
    return Diagnosis.versions(
      "libpng", library: "\(number / 10000).\(number / 100 % 100).\(number % 100)",
      headers: PNG_LIBPNG_VER_STRING, advice: "build capi again")
  }

  /// libturbojpeg has no call that tells its version; the file's name does.
  private static var turbojpeg: Finding {
    guard let decoder = tjInitDecompress() else {
      return Finding(
        .wrong, "libturbojpeg", "the decoder does not start; install libturbojpeg0 again")
    }
    tjDestroy(decoder)
    // Files of /proc state no size, so that they are read to their end.
    let maps = try? FileHandle(forReadingAtPath: "/proc/self/maps")?.readToEnd()
    let file = String(decoding: maps ?? Data(), as: UTF8.self).split(separator: "\n")
      .first { $0.contains("libturbojpeg") }?.split(separator: " ").last
    let name = file.map { URL(filePath: String($0)).lastPathComponent }
    return Finding("libturbojpeg", name ?? "works")
  }
}
