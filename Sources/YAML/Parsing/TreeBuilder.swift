/// Builds a node tree from libyaml's events: anchors, merge keys, limits.
///
/// A syntax error ends the reading; duplicate keys and unknown aliases are collected and reading
/// goes on, so that one pass reports them with everything else.
struct TreeBuilder {
  /// A node with what its expansion costs.
  struct Subtree {
    var node: Node
    var nodes = 1
    var height = 0
  }

  /// Raised when reading cannot go on; what is wrong is in the collector.
  struct Abandoned: Error {}

  private let stream: EventStream
  private let messages: SyntaxMessages
  private let limits: ParsingLimits
  private let locate: (Mark) -> Location
  private var anchors: [String: Subtree] = [:]
  private var unfinishedAnchors: Set<String> = []
  private var nodes = 0
  private(set) var collector: DiagnosticCollector

  init(
    _ bytes: [UInt8], limits: ParsingLimits, collector: DiagnosticCollector,
    locate: @escaping (Mark) -> Location
  ) throws(EventStream.Failure) {
    stream = try EventStream(bytes)
    messages = SyntaxMessages(bytes: bytes)
    self.limits = limits
    self.collector = collector
    self.locate = locate
  }

  /// The one document of the stream; nil if there is none or it could not be read.
  mutating func document() -> Node? {
    var root: Node?
    do throws(Abandoned) {
      while true {
        let event = try next()
        switch event.kind {
        case .streamEnd: return root
        case .documentStart:
          guard root == nil else {
            throw abandon(
              at: event.mark, "a second document starts here; a file holds exactly one")
          }
          root = try subtree(try next(), depth: 0).node
        default: break
        }
      }
    } catch {
      return nil
    }
  }

  private mutating func next() throws(Abandoned) -> Event {
    do throws(EventStream.Failure) {
      return try stream.next()
    } catch {
      let (mark, message) = messages.explain(error)
      throw abandon(at: mark, message)
    }
  }

  private mutating func abandon(at mark: Mark, _ message: String) -> Abandoned {
    collector.report(at: locate(mark), message)
    return Abandoned()
  }

  private mutating func subtree(_ event: Event, depth: Int) throws(Abandoned) -> Subtree {
    guard depth <= limits.depth else {
      throw abandon(at: event.mark, "nested deeper than \(limits.depth) levels")
    }
    nodes += 1
    try checkSize(at: event.mark)
    if let anchor = event.anchor { unfinishedAnchors.insert(anchor) }
    var result: Subtree
    switch event.kind {
    case .scalar(let scalar):
      result = Subtree(node: Node(.scalar(tagged(scalar, event)), at: locate(event.mark)))
    case .alias(let name): result = try expand(name, event, depth: depth)
    case .sequenceStart: result = try sequence(event, depth: depth)
    case .mappingStart: result = try mapping(event, depth: depth)
    default: throw abandon(at: event.mark, "a value is missing here")
    }
    if let anchor = event.anchor {
      unfinishedAnchors.remove(anchor)
      anchors[anchor] = result
    }
    return result
  }

  private mutating func checkSize(at mark: Mark) throws(Abandoned) {
    guard nodes <= limits.nodes else {
      throw abandon(
        at: mark, "more than \(limits.nodes) values, counting those repeated by aliases")
    }
  }

  private mutating func expand(_ name: String, _ event: Event, depth: Int) throws(Abandoned)
    -> Subtree
  {
    if unfinishedAnchors.contains(name) {
      throw abandon(at: event.mark, "alias '*\(name)' stands inside the value it refers to")
    }
    guard let target = anchors[name] else {
      collector.report(
        at: locate(event.mark),
        "unknown alias '*\(name)'\(NameSuggestion.hint(for: name, among: anchors.keys.sorted()))")
      return Subtree(node: .plain("", at: locate(event.mark)))
    }
    nodes += target.nodes
    try checkSize(at: event.mark)
    guard depth + target.height <= limits.depth else {
      throw abandon(at: event.mark, "nested deeper than \(limits.depth) levels by aliases")
    }
    return target
  }

  private mutating func sequence(_ start: Event, depth: Int) throws(Abandoned) -> Subtree {
    checkTag(start, allowed: CoreTags.sequence)
    var elements: [Node] = []
    var result = Subtree(node: Node(.sequence([]), at: locate(start.mark)))
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind { break }
      let element = try subtree(event, depth: depth + 1)
      elements.append(element.node)
      result.nodes += element.nodes
      result.height = max(result.height, element.height + 1)
    }
    result.node.content = .sequence(elements)
    return result
  }

  private mutating func mapping(_ start: Event, depth: Int) throws(Abandoned) -> Subtree {
    checkTag(start, allowed: CoreTags.mapping)
    var entries = MappingEntries()
    var result = Subtree(node: Node(.mapping(Mapping()), at: locate(start.mark)))
    while true {
      let event = try next()
      if case .mappingEnd = event.kind { break }
      guard case .scalar(let key) = event.kind else {
        throw abandon(at: event.mark, "a key must be a plain text, not a list, mapping or alias")
      }
      if let anchor = event.anchor {
        anchors[anchor] = Subtree(node: Node(.scalar(key), at: locate(event.mark)))
      }
      let value = try subtree(try next(), depth: depth + 1)
      entries.add(
        key, at: locate(event.mark), value.node, isMerge: key.isPlain && key.text == "<<",
        into: &collector)
      result.nodes += value.nodes
      result.height = max(result.height, value.height + 1)
    }
    result.node.content = .mapping(entries.mapping(into: &collector))
    return result
  }

  private mutating func tagged(_ scalar: Scalar, _ event: Event) -> Scalar {
    guard let tag = event.tag else { return scalar }
    guard let resolved = CoreTags.apply(tag, to: scalar) else {
      collector.report(
        at: locate(event.mark), "'\(scalar.text)' cannot be read with the tag '\(tag)'; remove it")
      return scalar
    }
    return resolved
  }

  private mutating func checkTag(_ event: Event, allowed: String) {
    guard let tag = event.tag, tag != allowed, tag != "!" else { return }
    collector.report(at: locate(event.mark), "the tag '\(tag)' is not supported; remove it")
  }
}
