internal import Foundation

/// Reads the pickle of a state dict. It builds values and never calls anything: the few names that
/// ``PickleGlobal`` lists stand for values that it makes itself, others are refused.
struct PickleMachine {
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  private(set) var storages: [PickledStorage] = []
  private(set) var tensors: [PickledTensor] = []
  private var tuples: [[PickleValue]] = []
  private var lists: [[PickleValue]] = []
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var reader: ByteReader

  init(_ data: Data) { reader = ByteReader(data) }

  /// - Returns: the value that was pickled.
  mutating func run() throws(PickleError) -> PickleValue {
    while true {
      let place = reader.position
      guard let code = reader.byte() else { throw .damaged("ends too early") }
      if code == UInt8(ascii: ".") { return try pop() }
      if try literal(code) { continue }
      if try container(code) { continue }
      if try memory(code) { continue }
      if try construction(code) { continue }
      throw .unknownOperation(code, place)
    }
  }

  // MARK: - Operations, by what they are for; each returns false for a code that is not its own.

  private mutating func literal(_ code: UInt8) throws(PickleError) -> Bool {
    switch code {
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.bool(true))
    case 0x89: stack.append(.bool(false))
    case UInt8(ascii: "K"): stack.append(.int(try unsigned(1)))
    case UInt8(ascii: "M"): stack.append(.int(try unsigned(2)))
    case UInt8(ascii: "J"):
      stack.append(.int(Int(Int32(truncatingIfNeeded: try unsigned(4)))))
    case 0x8A: stack.append(.int(try long(try unsigned(1))))
    case UInt8(ascii: "G"):
      guard let bytes = reader.take(8) else { throw .damaged("ends inside a number") }
      let bits = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      stack.append(.double(Double(bitPattern: bits)))
    case UInt8(ascii: "X"): stack.append(.string(try text(try unsigned(4))))
    case 0x8C: stack.append(.string(try text(try unsigned(1))))
    case 0x8D: stack.append(.string(try text(try unsigned(8))))
    default: return false
    }
    return true
  }

  private mutating func container(_ code: UInt8) throws(PickleError) -> Bool {
    switch code {
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "}"): pushDictionary()
    case UInt8(ascii: "]"):
      lists.append([])
      stack.append(.list(lists.count - 1))
    case UInt8(ascii: ")"): push(tuple: [])
    case 0x85, 0x86, 0x87: push(tuple: try pop(Int(code) - 0x84))
    case UInt8(ascii: "t"): push(tuple: try popToMark())
    case UInt8(ascii: "a"): try append(try pop(1))
    case UInt8(ascii: "e"): try append(try popToMark())
    case UInt8(ascii: "s"): try set(try pop(2))
    case UInt8(ascii: "u"): try set(try popToMark())
    default: return false
    }
    return true
  }

  private mutating func memory(_ code: UInt8) throws(PickleError) -> Bool {
    switch code {
    case UInt8(ascii: "q"): memo[try unsigned(1)] = try top()
    case UInt8(ascii: "r"): memo[try unsigned(4)] = try top()
    case 0x94: memo[memo.count] = try top()
    case UInt8(ascii: "h"): try recall(try unsigned(1))
    case UInt8(ascii: "j"): try recall(try unsigned(4))
    case UInt8(ascii: "0"): _ = try pop()
    case 0x80:
      let version = try unsigned(1)
      guard version <= 5 else { throw .damaged("is of protocol \(version), which is not known") }
    case 0x95: _ = try unsigned(8)
    default: return false
    }
    return true
  }

  private mutating func construction(_ code: UInt8) throws(PickleError) -> Bool {
    switch code {
    case UInt8(ascii: "c"):
      guard let module = reader.line(), let name = reader.line() else {
        throw .damaged("ends inside a name")
      }
      try push(
        global: String(decoding: name, as: UTF8.self), of: String(decoding: module, as: UTF8.self))
    case 0x93:
      guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
        throw .damaged("names something by what is no text")
      }
      try push(global: name, of: module)
    case UInt8(ascii: "Q"): try pushStorage(try pop())
    case UInt8(ascii: "R"):
      let arguments = try elements(ofTuple: try pop())
      guard case .global(let global) = try pop() else {
        throw .damaged("calls what is no name")
      }
      try make(global, arguments)
    case UInt8(ascii: "b"):
      // The attributes of an ordered dictionary (`_metadata`): versions of modules, no tensors.
      _ = try pop()
      guard case .dictionary = try top() else {
        throw .damaged("sets attributes of what is no dictionary")
      }
    default: return false
    }
    return true
  }

  // MARK: - Making values

  private mutating func push(global name: String, of module: String) throws(PickleError) {
    guard let global = PickleGlobal(module: module, name: name) else {
      throw .asksForCode("\(module).\(name)")
    }
    stack.append(.global(global))
  }

  /// A persistent id: `("storage", type, key, location, element count)`.
  private mutating func pushStorage(_ value: PickleValue) throws(PickleError) {
    let parts = try elements(ofTuple: value)
    guard parts.count == 5, case .string("storage") = parts[0],
      case .global(.storage(let element)) = parts[1], case .string(let key) = parts[2],
      case .int(let count) = parts[4], count >= 0
    else { throw .damaged("names elements in an unknown way") }
    storages.append(PickledStorage(element: element, key: key, count: count))
    stack.append(.storage(storages.count - 1))
  }

  private mutating func make(
    _ global: PickleGlobal, _ arguments: [PickleValue]
  ) throws(PickleError) {
    switch global {
    case .orderedDictionary:
      guard arguments.isEmpty else { throw .damaged("fills a dictionary in an unknown way") }
      pushDictionary()
    case .rebuildTensor:
      guard arguments.count >= 4, case .storage(let storage) = arguments[0],
        case .int(let first) = arguments[1]
      else { throw .damaged("describes a tensor in an unknown way") }
      tensors.append(
        PickledTensor(
          storage: storage, firstElement: first, shape: try integers(arguments[2]),
          strides: try integers(arguments[3])))
      stack.append(.tensor(tensors.count - 1))
    case .rebuildParameter:
      guard let tensor = arguments.first, case .tensor = tensor else {
        throw .damaged("describes a parameter in an unknown way")
      }
      stack.append(tensor)
    case .storage: throw .asksForCode("a call of a storage")
    }
  }

  private mutating func pushDictionary() {
    dictionaries.append([])
    stack.append(.dictionary(dictionaries.count - 1))
  }

  private mutating func push(tuple elements: [PickleValue]) {
    tuples.append(elements)
    stack.append(.tuple(tuples.count - 1))
  }

  private mutating func append(_ elements: [PickleValue]) throws(PickleError) {
    guard case .list(let index) = try top() else { throw .damaged("appends to what is no list") }
    lists[index] += elements
  }

  private mutating func set(_ elements: [PickleValue]) throws(PickleError) {
    guard case .dictionary(let index) = try top(), elements.count % 2 == 0 else {
      throw .damaged("sets entries of what is no dictionary")
    }
    for place in stride(from: 0, to: elements.count, by: 2) {
      dictionaries[index].append((elements[place], elements[place + 1]))
    }
  }

  // MARK: - The stack and the bytes

  private func top() throws(PickleError) -> PickleValue {
    guard let value = stack.last else { throw .damaged("uses values that are not there") }
    return value
  }

  private mutating func pop() throws(PickleError) -> PickleValue {
    guard stack.count > (marks.last ?? 0), let value = stack.popLast() else {
      throw .damaged("uses values that are not there")
    }
    return value
  }

  private mutating func pop(_ count: Int) throws(PickleError) -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else {
      throw .damaged("uses values that are not there")
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(PickleError) -> [PickleValue] {
    guard let mark = marks.popLast(), mark <= stack.count else {
      throw .damaged("ends a container that was not begun")
    }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func recall(_ index: Int) throws(PickleError) {
    guard let value = memo[index] else { throw .damaged("recalls what it did not keep") }
    stack.append(value)
  }

  private func elements(ofTuple value: PickleValue) throws(PickleError) -> [PickleValue] {
    guard case .tuple(let index) = value else { throw .damaged("has no tuple where one belongs") }
    return tuples[index]
  }

  private func integers(_ value: PickleValue) throws(PickleError) -> [Int] {
    try elements(ofTuple: value).map { (element) throws(PickleError) in
      guard case .int(let number) = element else { throw .damaged("has a size that is no number") }
      return number
    }
  }

  private mutating func unsigned(_ count: Int) throws(PickleError) -> Int {
    guard let value = reader.unsigned(count) else { throw .damaged("ends inside a number") }
    return value
  }

  /// A signed little-endian number of any length that fits an `Int`.
  private mutating func long(_ count: Int) throws(PickleError) -> Int {
    guard count <= 8, let bytes = reader.take(count) else {
      throw .damaged("has a number that is too large")
    }
    var value: UInt64 = (bytes.last ?? 0) & 0x80 == 0 ? 0 : .max
    for byte in bytes.reversed() { value = value << 8 | UInt64(byte) }
    return Int(Int64(bitPattern: value))
  }

  private mutating func text(_ count: Int) throws(PickleError) -> String {
    guard let bytes = reader.take(count) else { throw .damaged("ends inside a text") }
    return String(decoding: bytes, as: UTF8.self)
  }
}
