/// The type of a parameter as the listing and the JSON Schema show it.
public indirect enum ParameterType: Sendable, Hashable {
  case integer
  case number
  case boolean
  case text
  case choice([String])
  case list(of: ParameterType)
  case optional(ParameterType)

  /// The allowed texts, if the parameter (or its elements) are a choice.
  public var choices: [String]? {
    switch self {
    case .choice(let names): names
    case .list(let element), .optional(let element): element.choices
    default: nil
    }
  }
}

extension ParameterType: CustomStringConvertible {
  /// "integer", "list of numbers", "one of huber, mse", "integer or null".
  public var description: String {
    switch self {
    case .integer: "integer"
    case .number: "number"
    case .boolean: "true or false"
    case .text: "text"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .list(.integer): "list of integers"
    case .list(.number): "list of numbers"
    case .list(.text): "list of texts"
    case .list(let element): "list of (\(element))"
    case .optional(let wrapped): "\(wrapped) or null"
    }
  }
}
