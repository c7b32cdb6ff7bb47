internal import Foundation

/// A file of `torch.save`: `data.pkl` says which tensors there are, `data/KEY` holds elements.
struct TorchArchive {
  struct StateDictionary {
    var entries: [WeightEntry] = []
    var otherNames: [String] = []
  }

  private static let longestPickle = 32 << 20
  private static let mostNames = 1_000_000
  private static let deepestNesting = 16

  private let source: ByteSource
  private let files: [String: ZipDirectory.Entry]
  private let pickle: ZipDirectory.Entry
  /// What the names of all its files begin with: "archive/".
  private let folder: String

  init(_ source: ByteSource) throws(WeightFileError) {
    self.source = source
    let directory = try ZipDirectory(source)
    files = Dictionary(
      directory.entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    guard
      let pickle = directory.entries.first(where: {
        $0.name == "data.pkl" || $0.name.hasSuffix("/data.pkl")
      })
    else {
      throw source.failure("is a zip archive without data.pkl: torch.save did not write it")
    }
    self.pickle = pickle
    folder = String(pickle.name.dropLast("data.pkl".count))
    if let order = files["\(folder)byteorder"] {
      guard try contents(order, "byteorder") == Data("little".utf8) else {
        throw source.failure("holds numbers in another byte order than little-endian")
      }
    }
  }

  private func contents(
    _ entry: ZipDirectory.Entry, _ what: String
  ) throws(WeightFileError) -> Data {
    guard entry.size <= Self.longestPickle else {
      throw source.failure("'\(what)' in its archive has \(entry.size) bytes, which is too many")
    }
    let data = try source.bytes(at: entry.offset, count: entry.size, of: "'\(what)'")
    if let checksum = entry.checksum, CRC32.checksum(of: data) != checksum {
      throw source.failure("is damaged: '\(what)' does not have its checksum")
    }
    return data
  }

  /// The tensors of the dictionary that was saved; dictionaries in it add their key and a dot.
  func stateDictionary() throws(WeightFileError) -> StateDictionary {
    var machine = PickleMachine(try contents(pickle, "data.pkl"))
    let root: PickleValue
    do throws(PickleError) {
      root = try machine.run()
    } catch {
      throw source.failure(error.description)
    }
    guard case .dictionary(let index) = root else {
      throw source.failure("holds no state dict: what was saved is not a dictionary of tensors")
    }
    var state = StateDictionary()
    var names: Set<String> = []
    try collect(index, prefix: "", depth: 0, machine, &state, &names)
    guard !state.entries.isEmpty else {
      throw source.failure("holds no tensors")
    }
    return state
  }

  private func collect(
    _ dictionary: Int, prefix: String, depth: Int, _ machine: PickleMachine,
    _ state: inout StateDictionary, _ names: inout Set<String>
  ) throws(WeightFileError) {
    guard depth < Self.deepestNesting else {
      throw source.failure(
        "its dictionaries lie more than \(Self.deepestNesting) deep; that is no state dict")
    }
    for (key, value) in machine.dictionaries[dictionary] {
      let name: String
      switch key {
      case .string(let text): name = prefix + text
      case .int(let number): name = prefix + String(number)
      default: throw source.failure("a key of its dictionary is neither text nor a number")
      }
      switch value {
      case .tensor(let index):
        guard names.insert(name).inserted else {
          throw source.failure("has two tensors of the name '\(name)'")
        }
        state.entries.append(try entry(name, machine.tensors[index], machine))
      case .dictionary(let inner):
        try collect(
          inner, prefix: name + ".", depth: depth + 1, machine, &state, &names)
      default: state.otherNames.append(name)
      }
      guard state.entries.count + state.otherNames.count <= Self.mostNames else {
        throw source.failure("has more than \(Self.mostNames) names; that is no state dict")
      }
    }
  }

  private func entry(
    _ name: String, _ tensor: PickledTensor, _ machine: PickleMachine
  ) throws(WeightFileError) -> WeightEntry {
    let storage = machine.storages[tensor.storage]
    guard let file = files["\(folder)data/\(storage.key)"] else {
      throw source.failure("is damaged: the elements of '\(name)' are missing from the archive")
    }
    let (bytes, overflow) = storage.count.multipliedReportingOverflow(
      by: storage.element.byteCount)
    guard !overflow, bytes == file.size else {
      throw source.failure(
        "is damaged: '\(name)' has a storage of \(storage.count) elements in \(file.size) bytes")
    }
    guard let count = WeightEntry.product(tensor.shape), count <= max(storage.count, 1),
      Self.fits(tensor, storage.count)
    else {
      throw source.failure("is damaged: '\(name)' of shape \(tensor.shape) exceeds its storage")
    }
    return WeightEntry(
      name: name, element: storage.element, shape: tensor.shape, strides: tensor.strides,
      firstElement: tensor.firstElement,
      storage: .init(offset: file.offset, count: storage.count, checksum: file.checksum))
  }

  /// Whether every element of a tensor lies in a storage of `count` elements.
  private static func fits(_ tensor: PickledTensor, _ count: Int) -> Bool {
    guard tensor.strides.count == tensor.shape.count, tensor.firstElement >= 0,
      tensor.strides.allSatisfy({ $0 >= 0 })
    else { return false }
    if tensor.shape.contains(0) { return tensor.firstElement <= count }
    var last = tensor.firstElement
    for (size, stride) in zip(tensor.shape, tensor.strides) {
      let (step, overflow) = (size - 1).multipliedReportingOverflow(by: stride)
      let (sum, overrun) = last.addingReportingOverflow(step)
      guard !overflow, !overrun else { return false }
      last = sum
    }
    return last < count
  }
}
