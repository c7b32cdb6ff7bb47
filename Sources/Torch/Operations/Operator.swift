import CTorch

/// One argument of an ``Operator``.
public enum Argument: Sendable {
  /// The schema's default value.
  case `default`
  case none
  case tensor(Tensor)
  case tensors([Tensor])
  case int(Int)
  case ints([Int])
  case double(Double)
  case doubles([Double])
  case bool(Bool)
  case dtype(DType)
  case device(Device)
  case generator(Generator)
  case string(String)
}

/// An operation of libtorch's dispatcher, named as in its schema: `Operator("aten::add", "Tensor")`.
///
/// A component that needs an operation which ``Tensor`` has no method for may call it this way;
/// gradients work as for any other.
public struct Operator: Sendable {
  public let name: String
  // The handle is an immutable entry of libtorch's table that lives as long as the process.
  nonisolated(unsafe) private let handle: ctorch_operator?
  private let failure: TorchError?

  public init(_ schemaName: String, _ overload: String = "") {
    name = schemaName.hasPrefix("aten::") ? String(schemaName.dropFirst(6)) : schemaName
    var found: ctorch_operator?
    do {
      try check(schemaName) { ctorch_operator_find(schemaName, overload, &found, $0) }
      failure = nil
    } catch {
      failure = error
    }
    handle = found
  }

  /// Calls the operation; returns its first result.
  @discardableResult
  public func callAsFunction(_ arguments: Argument...) throws(TorchError) -> Tensor {
    guard let first = try call(arguments).first else {
      throw TorchError(operation: name, reason: "gave no result")
    }
    return first
  }

  /// Calls the operation; returns all its tensor results, lists flattened.
  @discardableResult
  public func call(_ arguments: [Argument]) throws(TorchError) -> [Tensor] {
    guard let handle else {
      throw failure ?? TorchError(operation: name, reason: "not found")
    }
    let packed = PackedArguments(arguments)
    let capacity = max(1024, packed.tensorCount)
    var count: Int32 = 0
    let results = UnsafeMutablePointer<ctorch_tensor?>.allocate(capacity: capacity)
    defer { results.deallocate() }
    try packed.withArguments { (pointer, argumentCount) throws(TorchError) in
      try check(name) {
        ctorch_call(handle, pointer, argumentCount, results, Int32(capacity), &count, $0)
      }
    }
    return (0..<Int(count)).compactMap { index in results[index].map(Tensor.init(handle:)) }
  }
}

/// Arguments in the shim's form. Lists share two buffers, so one call costs few allocations.
private struct PackedArguments {
  private var entries: [ctorch_argument] = []
  private var integers: [Int64] = []
  private var reals: [Double] = []
  private var handles: [ctorch_tensor?] = []
  private var texts: [[CChar]] = []
  var tensorCount: Int { handles.count }

  /// Keeps tensors and generators alive during the call.
  private let owners: [Argument]

  init(_ arguments: [Argument]) {
    owners = arguments
    entries.reserveCapacity(arguments.count)
    for argument in arguments { append(argument) }
  }

  private mutating func append(_ argument: Argument) {
    var entry = ctorch_argument()
    func tag(_ value: ctorch_argument_tag) { entry.tag = Int32(value.rawValue) }
    switch argument {
    case .default: tag(CTORCH_ARG_DEFAULT)
    case .none: tag(CTORCH_ARG_NONE)
    case .tensor(let tensor):
      tag(CTORCH_ARG_TENSOR)
      entry.value.pointer = UnsafeRawPointer(tensor.handle)
    case .tensors(let tensors):
      tag(CTORCH_ARG_TENSORS)
      entry.count = Int32(tensors.count)
      entry.value.integer = Int64(handles.count)
      handles.append(contentsOf: tensors.map(\.handle))
    case .int(let value):
      tag(CTORCH_ARG_INT)
      entry.value.integer = Int64(value)
    case .ints(let values):
      tag(CTORCH_ARG_INTS)
      entry.count = Int32(values.count)
      entry.value.integer = Int64(integers.count)
      integers.append(contentsOf: values.lazy.map(Int64.init))
    case .double(let value):
      tag(CTORCH_ARG_DOUBLE)
      entry.value.real = value
    case .doubles(let values):
      tag(CTORCH_ARG_DOUBLES)
      entry.count = Int32(values.count)
      entry.value.integer = Int64(reals.count)
      reals.append(contentsOf: values)
    case .bool(let value):
      tag(CTORCH_ARG_BOOL)
      entry.value.integer = value ? 1 : 0
    case .dtype(let value):
      tag(CTORCH_ARG_DTYPE)
      entry.value.integer = Int64(value.code)
    case .device(let value):
      tag(CTORCH_ARG_DEVICE)
      entry.value.device = value.value
    case .generator(let generator):
      tag(CTORCH_ARG_GENERATOR)
      entry.value.pointer = UnsafeRawPointer(generator.handle)
    case .string(let text):
      tag(CTORCH_ARG_STRING)
      entry.value.integer = Int64(texts.count)
      texts.append(Array(text.utf8CString))
    }
    entries.append(entry)
  }

  /// Resolves list offsets to pointers that are valid during `body`.
  func withArguments(
    _ body: (UnsafePointer<ctorch_argument>?, Int32) throws(TorchError) -> Void
  ) throws(TorchError) {
    let outcome = integers.withUnsafeBufferPointer { integers in
      reals.withUnsafeBufferPointer { reals in
        handles.withUnsafeBufferPointer { handles in
          withTexts { texts in
            var entries = entries
            for index in entries.indices {
              let offset = Int(entries[index].value.integer)
              switch ctorch_argument_tag(rawValue: UInt32(entries[index].tag)) {
              case CTORCH_ARG_INTS:
                entries[index].value.pointer = integers.baseAddress.map { .init($0 + offset) }
              case CTORCH_ARG_DOUBLES:
                entries[index].value.pointer = reals.baseAddress.map { .init($0 + offset) }
              case CTORCH_ARG_TENSORS:
                entries[index].value.pointer = handles.baseAddress.map { .init($0 + offset) }
              case CTORCH_ARG_STRING:
                entries[index].value.pointer = UnsafeRawPointer(texts[offset])
              default: break
              }
            }
            return entries.withUnsafeBufferPointer { buffer in
              Result { () throws(TorchError) in
                try body(buffer.baseAddress, Int32(buffer.count))
              }
            }
          }
        }
      }
    }
    withExtendedLifetime(owners) {}
    try outcome.get()
  }

  private func withTexts<R>(_ body: ([UnsafeMutablePointer<CChar>]) -> R) -> R {
    let copies = texts.map { text in
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
      copy.initialize(from: text, count: text.count)
      return copy
    }
    defer { for copy in copies { copy.deallocate() } }
    return body(copies)
  }
}
