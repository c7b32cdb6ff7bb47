/// What the pickle of a state dict can say.
///
/// Containers are numbers of places in the machine's tables: nesting costs no stack, however deep a
/// hostile file makes it.
enum PickleValue {
  case none
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case tuple(Int)
  case list(Int)
  case dictionary(Int)
  case tensor(Int)
  case storage(Int)
  case global(PickleGlobal)
}

/// The names a pickle may ask for. Everything else would be code.
enum PickleGlobal: Equatable {
  case orderedDictionary
  case rebuildTensor
  case rebuildParameter
  case storage(StoredElement)

  init?(module: String, name: String) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", _):
      guard let element = StoredElement(torchStorage: name) else { return nil }
      self = .storage(element)
    default: return nil
    }
  }
}

/// A run of elements that tensors are views of.
struct PickledStorage {
  let element: StoredElement
  /// Name of its file in the archive.
  let key: String
  let count: Int
}

/// A tensor as a view of a storage.
struct PickledTensor {
  let storage: Int
  let firstElement: Int
  let shape: [Int]
  let strides: [Int]
}

/// Why a pickle is refused.
enum PickleError: Error, CustomStringConvertible {
  case asksForCode(String)
  case unknownOperation(UInt8, Int)
  case damaged(String)

  var description: String {
    switch self {
    case .asksForCode(let name):
      "its pickle asks for code: '\(name)'. Only tensors are read; load the file in Python if you "
        + "trust it, and save its state_dict()"
    case .unknownOperation(let code, let place):
      "its pickle has the operation 0x\(String(code, radix: 16)) at byte \(place), which no file "
        + "of tensors needs; it is damaged, or no state dict"
    case .damaged(let what): "is damaged: its pickle \(what)"
    }
  }
}
