import ArgumentParser
import CapiCore

/// `capi components`: what experiments can be made of.
struct ComponentsCommand: PluginUser {
  static let configuration = CommandConfiguration(
    commandName: "components",
    abstract: "List the registered components and their parameters.",
    discussion: """
      Examples:
        capi components             all, one line each
        capi components loss        the losses, with their parameters
        capi components scenes      one component
        capi components --json      everything, for programs
      """)

  @Argument(help: "A kind (loss, masking, …) or the name of a component.")
  var selection: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var plugins: PluginArguments

  func run(in program: Program) throws -> ExitStatus {
    let all = program.registry.catalogs.flatMap(\.descriptions)
    let selected = try select(from: all)
    let listing = ComponentListing(selected)
    try program.console.write(
      json ? listing.json.prettyJSON + "\n" : selection == nil ? listing.overview : listing.details)
    return .success
  }

  private func select(from all: [ComponentDescription]) throws -> [ComponentDescription] {
    guard let selection else { return all }
    if let kind = ComponentKind.allCases.first(where: {
      [$0.rawValue, $0.section].contains(selection)
    }) {
      return all.filter { $0.kind == kind }
    }
    let named = all.filter { $0.name == selection }
    guard named.isEmpty else { return named }
    var names = ComponentKind.allCases.map(\.rawValue)
    for name in all.map(\.name) where !names.contains(name) { names.append(name) }
    throw UnknownComponent(name: selection, known: names)
  }
}
