import CapiCore
import Testing

private struct Sample: Component {
  static let name = "sample"
  static let summary = "A sample."
}

private struct BadName: Component {
  static let name = "Bad Name"
  static let summary = "Named wrongly."
}

private struct BadDefault: Component {
  struct Parameters: ParameterSet {
    var ratio = 2.0
    static var fields: [Field<Self>] { [Field("ratio", \.ratio, in: 0...1, "A share.")] }
  }
  static let name = "bad-default"
  static let summary = "Refuses its own default."
}

private struct TwiceDeclared: Component {
  struct Parameters: ParameterSet {
    var ratio = 0.5
    static var fields: [Field<Self>] {
      [Field("ratio", \.ratio, "A share."), Field("ratio", \.ratio, "Again.")]
    }
  }
  static let name = "twice"
  static let summary = "Declares a parameter twice."
}

private struct ReservedName: Component {
  struct Parameters: ParameterSet {
    var name = ""
    static var fields: [Field<Self>] { [Field("name", \.name, "Clashes.")] }
  }
  static let name = "reserved"
  static let summary = "Uses the component's own key."
}

@Suite struct RegistryErrorTests {
  private func refusal<C: Component>(
    _ type: C.Type, replacing: Bool = false, after first: Bool = false
  ) throws -> String? {
    var catalog = Catalog<Int, Void>(kind: .masking)
    if first { try catalog.register(Sample.self, origin: "my-plugin") { _, _ in 1 } }
    let error = #expect(throws: RegistryError.self) {
      try catalog.register(type, replacing: replacing) { _, _ in 2 }
    }
    return error?.description
  }

  @Test func saysWhyARegistrationIsRefused() throws {
    #expect(
      try refusal(Sample.self, after: true)
        == "masking 'sample' is already registered (my-plugin); choose another name, or register "
        + "with replacing: true to take its place")
    #expect(
      try refusal(Sample.self, replacing: true)
        == "no masking 'sample' is registered, so there is none to replace; register it without "
        + "replacing: true")
    #expect(
      try refusal(BadName.self)
        == "'Bad Name' cannot name a masking: use lower-case letters, digits and hyphens, starting "
        + "with a letter")
    #expect(
      try refusal(BadDefault.self)
        == "parameter 'ratio' of masking 'bad-default' is declared wrongly: its default is "
        + "refused: must be in 0.0…1.0, found 2.0")
    #expect(
      try refusal(TwiceDeclared.self)
        == "parameter 'ratio' of masking 'twice' is declared wrongly: it is declared twice")
    #expect(
      try refusal(ReservedName.self)
        == "parameter 'name' of masking 'reserved' is declared wrongly: 'name' is the component's "
        + "own key")
  }

  @Test func replacesOnRequest() throws {
    var catalog = Catalog<Int, Void>(kind: .masking)
    try catalog.register(Sample.self) { _, _ in 1 }
    try catalog.register(Sample.self, origin: "my-plugin", replacing: true) { _, _ in 2 }
    let selection = ComponentSelection(
      kind: .masking, name: "sample", version: 1, parameters: NoParameters())
    #expect(try catalog.make(selection, ()) == 2)
    #expect(catalog.names == ["sample"])
  }

  @Test func saysWhatCannotBeMade() throws {
    var catalog = Catalog<Int, Void>(kind: .masking)
    try catalog.register(Sample.self) { _, _ in 1 }
    let unknown = ComponentSelection(
      kind: .masking, name: "sampel", version: 1, parameters: NoParameters())
    let foreign = ComponentSelection(
      kind: .masking, name: "sample", version: 1, parameters: BadDefault.Parameters())
    var error = #expect(throws: RegistryError.self) { try catalog.make(unknown, ()) }
    #expect(
      error?.description
        == "unknown masking 'sampel'; did you mean 'sample'? known: sample")
    error = #expect(throws: RegistryError.self) { try catalog.make(foreign, ()) }
    #expect(
      error?.description
        == "masking 'sample' takes parameters of type NoParameters, not Parameters")
  }
}
