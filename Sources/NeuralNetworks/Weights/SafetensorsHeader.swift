internal import Foundation

/// The table of contents of a safetensors file: eight bytes of length, then JSON.
struct SafetensorsHeader {
  /// As in the format's own description.
  private static let longest = 100_000_000

  let entries: [WeightEntry]
  let metadata: [String: String]

  static func read(_ source: ByteSource) throws(WeightFileError) -> SafetensorsHeader {
    var reader = ByteReader(try source.bytes(at: 0, count: 8, of: "the length of its header"))
    guard let length = reader.unsigned(8), length <= longest else {
      throw source.failure("is damaged: its header would be longer than \(longest) bytes")
    }
    let json = try source.bytes(at: 8, count: length, of: "its header")
    let contents: Contents
    do {
      contents = try JSONDecoder().decode(Contents.self, from: json)
    } catch {
      throw source.failure("is damaged: its header is not the JSON that safetensors has")
    }
    let start = 8 + length
    var entries: [WeightEntry] = []
    var end = 0
    for (name, tensor) in contents.tensors.sorted(by: { $0.value.begin < $1.value.begin }) {
      guard let element = StoredElement(rawValue: tensor.dtype) else {
        throw source.failure(
          "the tensor '\(name)' has elements of type \(tensor.dtype), which are not read")
      }
      guard let count = WeightEntry.product(tensor.shape), tensor.offsets.count == 2,
        tensor.begin >= 0, tensor.end <= source.size - start,
        case let (bytes, overflow) = count.multipliedReportingOverflow(by: element.byteCount),
        !overflow, tensor.end - tensor.begin == bytes
      else {
        throw source.failure(
          "is cut off or damaged: the place of '\(name)' does not fit its shape or the file")
      }
      guard tensor.begin == end else {
        throw source.failure("is damaged: '\(name)' does not begin where the tensor before it ends")
      }
      end = tensor.end
      entries.append(
        WeightEntry(
          name: name, element: element, shape: tensor.shape, strides: nil, firstElement: 0,
          storage: .init(offset: start + tensor.begin, count: count)))
    }
    guard end == source.size - start else {
      throw source.failure("is damaged: \(source.size - start - end) bytes belong to no tensor")
    }
    return SafetensorsHeader(entries: entries, metadata: contents.metadata)
  }

  private struct Contents: Decodable {
    var tensors: [String: Place] = [:]
    var metadata: [String: String] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          tensors[key.stringValue] = try container.decode(Place.self, forKey: key)
        }
      }
    }
  }

  private struct Place: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    var begin: Int { offsets.first ?? -1 }
    var end: Int { offsets.last ?? -1 }

    private enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
