/// One step of libyaml's reading of a document.
struct Event {
  enum Kind {
    case documentStart
    case documentEnd
    case streamStart
    case streamEnd
    case alias(String)
    case scalar(Scalar)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
    case nothing
  }

  var kind: Kind
  var anchor: String?
  /// The tag as resolved by libyaml (`tag:yaml.org,2002:str`), or nil.
  var tag: String?
  var mark: Mark
}

/// A place in a text; line and column count from 1, columns in characters.
struct Mark: Hashable {
  var line: Int
  var column: Int
}
