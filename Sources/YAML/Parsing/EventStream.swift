import CYAML

/// libyaml's parser over a text held in memory.
final class EventStream {
  /// libyaml's account of a syntax error.
  struct Failure: Error {
    var problem: String
    var context: String?
    var contextMark: Mark?
    var mark: Mark?
    /// Byte offset of a character that YAML does not allow, for errors below the syntax.
    var offset: Int?
  }

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>

  /// A stream over UTF-8 bytes, which are copied.
  init(_ bytes: [UInt8]) throws(Failure) {
    text = .allocate(capacity: bytes.count)
    _ = text.initialize(from: bytes)
    parser = .allocate(capacity: 1)
    // Zeroed so that deleting it is safe even when libyaml had no memory to initialise it.
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw Failure(problem: "libyaml has no memory left")
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    text.deallocate()
  }

  /// The next event. After the end of the stream, and after an error, nothing more may be asked.
  func next() throws(Failure) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return translate(event)
  }

  private func translate(_ event: yaml_event_t) -> Event {
    var result = Event(kind: .nothing, mark: Mark(event.start_mark))
    switch event.type {
    case YAML_STREAM_START_EVENT: result.kind = .streamStart
    case YAML_STREAM_END_EVENT: result.kind = .streamEnd
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT: result.kind = .alias(string(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      result.anchor = string(scalar.anchor)
      result.tag = string(scalar.tag)
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      result.kind = .scalar(
        Scalar(
          text: String(decoding: bytes, as: UTF8.self),
          isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE))
    case YAML_SEQUENCE_START_EVENT:
      result.anchor = string(event.data.sequence_start.anchor)
      result.tag = string(event.data.sequence_start.tag)
      result.kind = .sequenceStart
    case YAML_MAPPING_START_EVENT:
      result.anchor = string(event.data.mapping_start.anchor)
      result.tag = string(event.data.mapping_start.tag)
      result.kind = .mappingStart
    case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default: break
    }
    return result
  }

  private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private func failure() -> Failure {
    let state = parser.pointee
    var failure = Failure(problem: state.problem.map { String(cString: $0) } ?? "unreadable YAML")
    if state.error == YAML_READER_ERROR {
      failure.offset = Int(state.problem_offset)
    } else {
      failure.context = state.context.map { String(cString: $0) }
      if failure.context != nil { failure.contextMark = Mark(state.context_mark) }
      failure.mark = Mark(state.problem_mark)
    }
    return failure
  }
}

extension Mark {
  init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}
